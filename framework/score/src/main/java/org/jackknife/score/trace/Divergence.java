package org.jackknife.score.trace;

import java.util.Locale;

/**
 * One difference between two trajectories.
 *
 * @param kind what differs
 * @param referenceStep the reference's step, counted from 0; where it has none, the step that would come next
 * @param candidateStep the same for the candidate
 * @param expected what the reference did there, in canonical form; empty where it has no step
 * @param actual what the candidate did there; empty where it has no step
 */
public record Divergence(Kind kind, int referenceStep, int candidateStep, String expected, String actual) {

    private static final int LONGEST = 120;

    /** The kinds of differences. */
    public enum Kind {
        /** Another tool, or another first word. */
        TOOL,
        /** The same tool with other arguments. */
        ARGUMENT,
        /** Nothing could be read as an action, or words stand where the reference made a call. */
        FORMAT,
        /** A step that the reference did not take. */
        EXTRA,
        /** A step of the reference was left out. */
        MISSING,
        /** The candidate stopped without success where the reference went on. */
        STOP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What differs, in words. */
    public String detail() {
        String did = shortened(actual);
        String wanted = shortened(expected);
        return switch (kind) {
            case TOOL, ARGUMENT -> "%s instead of %s".formatted(did, wanted);
            case FORMAT -> wanted.isEmpty() ? did : "%s, expected %s".formatted(did, wanted);
            case EXTRA -> "%s, which the reference did not do".formatted(did);
            case MISSING -> "left out %s".formatted(wanted);
            case STOP -> "stopped before %s".formatted(wanted);
        };
    }

    /** What a model babbled may be long; its beginning tells enough. */
    private static String shortened(String action) {
        return action.length() <= LONGEST ? action : action.substring(0, LONGEST) + "...";
    }
}
