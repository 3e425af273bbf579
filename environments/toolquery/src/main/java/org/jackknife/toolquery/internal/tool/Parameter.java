package org.jackknife.toolquery.internal.tool;

/**
 * One argument of a tool; all are required.
 *
 * @param name its key in the action input
 * @param kind what it holds
 */
public record Parameter(String name, Kind kind) {

    /** What a parameter holds. */
    public enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        /** Text, a number, or a list of texts. */
        ANSWER
    }

    public static Parameter text(String name) {
        return new Parameter(name, Kind.TEXT);
    }

    public static Parameter integer(String name) {
        return new Parameter(name, Kind.INTEGER);
    }

    public static Parameter number(String name) {
        return new Parameter(name, Kind.NUMBER);
    }
}
