package org.jackknife.chat.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.List;

/** Reads Llama 3.2's calls: the whole answer is {@code [name(key=value), ...]}. A list of anything else is text. */
record PythonicParser(String name) implements ToolCallParser {

    @Override
    public ParseVerdict parse(String text) {
        int open = JsonCalls.skipBlanks(text, 0);
        if (!text.startsWith("[", open) || !PythonCalls.startsAt(text, JsonCalls.skipBlanks(text, open + 1))) {
            return new ParseVerdict.Text(text);
        }
        try {
            PythonCalls reader = new PythonCalls(text, open + 1);
            List<ToolExecutionRequest> calls = new ArrayList<>();
            do {
                calls.add(reader.call());
            } while (reader.skip(","));
            reader.expect("]");
            return new ParseVerdict.Calls(calls, "", text.substring(reader.position()).strip());
        } catch (CallFault fault) {
            return fault.verdict();
        }
    }
}
