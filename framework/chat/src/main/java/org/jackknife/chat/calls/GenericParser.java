package org.jackknife.chat.calls;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads any of the known forms, for models whose template teaches none: the first form that finds a call decides, then a
 * fenced block of JSON that names a tool.
 */
record GenericParser(String name, List<ToolCallParser> forms) implements ToolCallParser {

    private static final Pattern FENCE = Pattern.compile("```(?:json)?\\s*(?=[\\[{])");

    @Override
    public ParseVerdict parse(String text) {
        ParseVerdict.Malformed fault = null;
        for (ToolCallParser form : forms) {
            switch (form.parse(text)) {
                case ParseVerdict.Calls calls -> {
                    return calls;
                }
                case ParseVerdict.Malformed malformed -> fault = fault == null ? malformed : fault;
                case ParseVerdict.Text nothing -> { }
            }
        }
        if (fault != null) {
            return fault;
        }
        Matcher fence = FENCE.matcher(text);
        return fence.find() ? fenced(text, fence) : new ParseVerdict.Text(text);
    }

    private static ParseVerdict fenced(String text, Matcher fence) {
        try {
            JsonCalls.Found found = JsonCalls.readAt(text, fence.end());
            if (JsonCalls.looksLikeCall(found.json())) {
                int at = JsonCalls.skipBlanks(text, found.end());
                String after = text.substring(text.startsWith("```", at) ? at + 3 : at);
                return new ParseVerdict.Calls(JsonCalls.calls(found.json(), fence.end()), text.substring(0, fence.start()).strip(), after.strip());
            }
        } catch (CallFault fault) {
            return text.contains("\"name\"") && text.contains("\"arguments\"") ? fault.verdict() : new ParseVerdict.Text(text);
        }
        return new ParseVerdict.Text(text);
    }
}
