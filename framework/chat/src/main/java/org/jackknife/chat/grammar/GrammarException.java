package org.jackknife.chat.grammar;

/** Says why and where a text is not a valid GBNF grammar. */
public final class GrammarException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * @param line line in the grammar, from 1
     * @param reason what is wrong and what was expected
     */
    public GrammarException(int line, String reason) {
        super("grammar line " + line + ": " + reason);
        this.line = line;
    }

    /** The line in the grammar, from 1. */
    public int line() {
        return line;
    }
}
