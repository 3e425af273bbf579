package org.jackknife.chat.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.chat.python.PythonLiteralException;

/** Reads calls written as Python, {@code name(key=literal, ...)}; nothing is evaluated. */
final class PythonCalls {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.\\-]*");
    private static final Pattern KEY = Pattern.compile("([A-Za-z_]\\w*)\\s*=(?!=)");

    private final String text;
    private int at;

    PythonCalls(String text, int from) {
        this.text = text;
        at = JsonCalls.skipBlanks(text, from);
    }

    static boolean startsAt(String text, int from) {
        Matcher name = NAME.matcher(text).region(Math.min(from, text.length()), text.length());
        return name.lookingAt() && text.startsWith("(", JsonCalls.skipBlanks(text, name.end()));
    }

    /** The offset behind what has been read, and the blanks after it. */
    int position() {
        return at;
    }

    boolean skip(String mark) {
        if (!text.startsWith(mark, at)) {
            return false;
        }
        at = JsonCalls.skipBlanks(text, at + mark.length());
        return true;
    }

    void expect(String mark) {
        if (!skip(mark)) {
            throw new CallFault("the call goes on wrongly" + (at < text.length() ? "" : ", the text ends"), at, "'" + mark + "'");
        }
    }

    ToolExecutionRequest call() {
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            throw new CallFault("no name of a tool", at, "name(");
        }
        at = JsonCalls.skipBlanks(text, name.end());
        expect("(");
        Map<String, Object> arguments = new LinkedHashMap<>();
        while (!skip(")")) {
            if (!arguments.isEmpty()) {
                expect(",");
                if (skip(")")) {
                    break;
                }
            }
            argument(arguments);
        }
        return ToolExecutionRequest.builder().name(name.group()).arguments(PythonLiteral.toJson(arguments).toString()).build();
    }

    private void argument(Map<String, Object> arguments) {
        Matcher key = KEY.matcher(text).region(at, text.length());
        if (!key.lookingAt()) {
            throw new CallFault("an argument without a name", at, "name=value");
        }
        try {
            PythonLiteral.Found value = PythonLiteral.parseAt(text, key.end());
            at = JsonCalls.skipBlanks(text, value.end());
            arguments.put(key.group(1), value.value());
        } catch (PythonLiteralException notLiteral) {
            throw new CallFault(notLiteral.getMessage(), notLiteral.position(), "a Python literal");
        }
    }
}
