package org.jackknife.chat.jinja;

/**
 * Says that a template is faulty, or refused what it was given, with line and reason.
 *
 * <p>It is a fault of the template or of the conversation's shape, never of the model: whoever counts outcomes must keep
 * it apart from malformed output.
 */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;

    /**
     * @param line line in the template source, from 1; 0 if not known yet
     * @param reason what went wrong, in Jinja2's words where it has some
     */
    public TemplateException(int line, String reason) {
        super(line > 0 ? "template line " + line + ": " + reason : reason);
        this.line = line;
        this.reason = reason;
    }

    /** A fault whose line the caller does not know; the interpreter adds it. */
    static TemplateException unplaced(String reason) {
        return new TemplateException(0, reason);
    }

    /** This fault at the given line, unless it already has one. */
    TemplateException at(int knownLine) {
        if (line > 0) {
            return this;
        }
        TemplateException placed = new TemplateException(knownLine, reason);
        placed.setStackTrace(getStackTrace());
        return placed;
    }

    /** The line in the template source, from 1. */
    public int line() {
        return line;
    }

    /** The reason without the line; for {@code raise_exception} the template's own words. */
    public String reason() {
        return reason;
    }
}
