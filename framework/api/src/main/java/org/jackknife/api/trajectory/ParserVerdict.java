package org.jackknife.api.trajectory;

/**
 * What a parser made of a model's raw text.
 *
 * @param kind the class of the verdict
 * @param detail for {@code MALFORMED} the reason, otherwise what was read, such as the name of the call form
 */
public record ParserVerdict(Kind kind, String detail) {

    /** The classes of verdicts. */
    public enum Kind {
        /** One or more well-formed actions or tool calls. */
        CALL,
        /** Plain text, with no sign of an attempted call. */
        TEXT,
        /** An attempted call that cannot be read. */
        MALFORMED
    }

    public static ParserVerdict call(String detail) {
        return new ParserVerdict(Kind.CALL, detail);
    }

    public static ParserVerdict text() {
        return new ParserVerdict(Kind.TEXT, "");
    }

    public static ParserVerdict malformed(String reason) {
        return new ParserVerdict(Kind.MALFORMED, reason);
    }
}
