package org.jackknife.chat.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads DeepSeek's calls: kind, name and a fenced JSON object between marks of their own. */
record DeepSeekParser(String name) implements ToolCallParser {

    static final String OPEN = "<｜tool▁calls▁begin｜>";
    private static final Pattern CALL_OPEN = Pattern.compile("\\s*<｜tool▁call▁begin｜>\\s*(?:function\\s*)?<｜tool▁sep｜>\\s*([^\\s`<{]+)\\s*(?:```(?:json)?)?");
    private static final Pattern CALL_CLOSE = Pattern.compile("\\s*(?:```)?\\s*<｜tool▁call▁end｜>\\s*");
    private static final Pattern CLOSE = Pattern.compile("\\s*<｜tool▁calls▁end｜>");

    @Override
    public ParseVerdict parse(String text) {
        int first = text.indexOf(OPEN);
        if (first < 0) {
            return new ParseVerdict.Text(text);
        }
        try {
            List<ToolExecutionRequest> calls = new ArrayList<>();
            int at = first + OPEN.length();
            Matcher open = CALL_OPEN.matcher(text).region(at, text.length());
            while (open.lookingAt()) {
                JsonCalls.Found arguments = JsonCalls.readAt(text, open.end());
                ObjectNode call = JsonNodeFactory.instance.objectNode().put("name", open.group(1));
                call.set("arguments", arguments.json());
                calls.addAll(JsonCalls.calls(call, open.end()));
                at = skip(CALL_CLOSE, text, arguments.end());
                open.region(at, text.length());
            }
            if (calls.isEmpty()) {
                throw new CallFault("no call after the mark of calls", at, "<｜tool▁call▁begin｜>function<｜tool▁sep｜>name");
            }
            return new ParseVerdict.Calls(calls, text.substring(0, first).strip(), text.substring(skip(CLOSE, text, at)).strip());
        } catch (CallFault fault) {
            return fault.verdict();
        }
    }

    /** The offset behind a mark, or the same offset where it is missing, as at an engine's stop token. */
    private static int skip(Pattern mark, String text, int from) {
        Matcher matcher = mark.matcher(text).region(from, text.length());
        return matcher.lookingAt() ? matcher.end() : from;
    }
}
