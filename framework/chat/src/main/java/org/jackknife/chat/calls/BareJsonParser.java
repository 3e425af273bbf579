package org.jackknife.chat.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Llama 3's calls: the whole answer is {@code {"name": ..., "parameters": {...}}}, several separated by {@code ;} or
 * blanks, with or without {@code <|python_tag|>} before. A JSON answer that names no tool is text.
 */
record BareJsonParser(String name) implements ToolCallParser {

    private static final String TAG = "<|python_tag|>";

    @Override
    public ParseVerdict parse(String text) {
        int tag = text.indexOf(TAG);
        int first = JsonCalls.skipBlanks(text, tag < 0 ? 0 : tag + TAG.length());
        if (tag < 0 && !text.startsWith("{", first)) {
            return new ParseVerdict.Text(text);
        }
        try {
            return calls(text, first, tag);
        } catch (CallFault fault) {
            // without the tag only what names a tool was meant as a call
            return tag >= 0 || text.contains("\"name\"") ? fault.verdict() : new ParseVerdict.Text(text);
        }
    }

    private static ParseVerdict calls(String text, int first, int tag) {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        int at = first;
        do {
            JsonCalls.Found found = JsonCalls.readAt(text, at);
            if (tag < 0 && calls.isEmpty() && !JsonCalls.looksLikeCall(found.json())) {
                return new ParseVerdict.Text(text);
            }
            calls.addAll(JsonCalls.calls(found.json(), at));
            at = JsonCalls.skipBlanks(text, found.end());
            if (text.startsWith(";", at)) {
                at = JsonCalls.skipBlanks(text, at + 1);
            }
        } while (text.startsWith("{", at));
        return new ParseVerdict.Calls(calls, tag < 0 ? "" : text.substring(0, tag).strip(), text.substring(at).strip());
    }
}
