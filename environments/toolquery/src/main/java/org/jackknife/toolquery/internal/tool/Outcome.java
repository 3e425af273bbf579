package org.jackknife.toolquery.internal.tool;

/** What a tool answered. Python exceptions are not outcomes: they are thrown as {@code PythonException}. */
public sealed interface Outcome {

    /** The tool did its work; the value goes to the agent and, cleaned, into the log. */
    record Success(Object value) implements Outcome {}

    /** The tool understood the call and refused it: a grounded action whose log entry only says that it failed. */
    record Failure(Object value) implements Outcome {}
}
