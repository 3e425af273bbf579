package org.jackknife.chat.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads calls in JSON between an opening and a closing mark. The closing mark may be missing at the end of the text,
 * because engines stop at it.
 *
 * @param close the closing mark, empty if the form has none
 */
record MarkedJsonParser(String name, String open, String close) implements ToolCallParser {

    @Override
    public ParseVerdict parse(String text) {
        int first = text.indexOf(open);
        if (first < 0) {
            return new ParseVerdict.Text(text);
        }
        try {
            List<ToolExecutionRequest> calls = new ArrayList<>();
            int at = first;
            while (text.startsWith(open, at)) {
                int start = at + open.length();
                JsonCalls.Found found = JsonCalls.readAt(text, start);
                calls.addAll(JsonCalls.calls(found.json(), start));
                at = JsonCalls.skipBlanks(text, closed(text, found.end()));
            }
            return new ParseVerdict.Calls(calls, text.substring(0, first).strip(), text.substring(at).strip());
        } catch (CallFault fault) {
            return fault.verdict();
        }
    }

    private int closed(String text, int end) {
        int at = JsonCalls.skipBlanks(text, end);
        if (close.isEmpty() || at == text.length()) {
            return at;
        }
        if (!text.startsWith(close, at)) {
            throw new CallFault("a call that is not closed", at, close);
        }
        return at + close.length();
    }
}
