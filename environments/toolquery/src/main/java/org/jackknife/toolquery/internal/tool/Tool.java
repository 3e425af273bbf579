package org.jackknife.toolquery.internal.tool;

import java.util.List;

/**
 * A tool of a tool set.
 *
 * @param name what actions call it
 * @param description what it answers, in a few words
 * @param parameters its arguments, in the order in which they are listed
 * @param body the work
 */
public record Tool(String name, String description, List<Parameter> parameters, Body body) {

    public Tool {
        parameters = List.copyOf(parameters);
    }

    /** The work of a tool. */
    @FunctionalInterface
    public interface Body {

        /** Answers a call; throws {@code PythonException} where the Python original would raise one. */
        Outcome call(Arguments arguments);
    }
}
