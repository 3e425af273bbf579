package org.jackknife.calibration.internal.corpus;

/**
 * A piece of a corpus.
 *
 * @param text the piece
 * @param kind how it is read
 */
public record Passage(String text, Kind kind) {

    /** How a passage is read. */
    public enum Kind {
        /** The beginning of a plain text, or all of it. */
        TEXT,
        /** The continuation of the plain text before. */
        CONTINUED,
        /** A rendered conversation: control tokens written in it become their ids, and nothing is added. */
        CONVERSATION
    }
}
