package org.jackknife.chat.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.List;

/** Reads Gemma's calls: Python calls, plain or within {@code print()}, in a block fenced as {@code tool_code}. */
record ToolCodeParser(String name) implements ToolCallParser {

    private static final String OPEN = "```tool_code";
    private static final String CLOSE = "```";

    @Override
    public ParseVerdict parse(String text) {
        int first = text.indexOf(OPEN);
        if (first < 0) {
            return new ParseVerdict.Text(text);
        }
        try {
            PythonCalls reader = new PythonCalls(text, first + OPEN.length());
            List<ToolExecutionRequest> calls = new ArrayList<>();
            do {
                boolean listed = reader.skip("[");
                boolean printed = reader.skip("print(");
                do {
                    calls.add(reader.call());
                } while (listed && reader.skip(","));
                if (printed) {
                    reader.expect(")");
                }
                if (listed) {
                    reader.expect("]");
                }
            } while (reader.position() < text.length() && !reader.skip(CLOSE));
            return new ParseVerdict.Calls(calls, text.substring(0, first).strip(), text.substring(reader.position()).strip());
        } catch (CallFault fault) {
            return fault.verdict();
        }
    }
}
