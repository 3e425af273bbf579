package org.jackknife.chat.calls;

/**
 * Finds tool calls in the text a model wrote. Implementations never throw on any text, keep no state, and are safe for use
 * by several threads.
 */
public interface ToolCallParser {

    /** The call form this parser reads, e.g. {@code hermes}. */
    String name();

    /**
     * Reads one answer.
     *
     * @param text the raw text, special tokens included where they mark calls
     */
    ParseVerdict parse(String text);

    /** The parser for the call form that a template teaches, recognised by the marks in its source. */
    static ToolCallParser forTemplate(String templateSource) {
        return ToolCallForm.ofTemplate(templateSource).parser();
    }

    /**
     * The parser of a call form by name.
     *
     * @throws IllegalArgumentException if there is no such form; it lists the names
     */
    static ToolCallParser byName(String name) {
        return ToolCallForm.byName(name).parser();
    }
}
