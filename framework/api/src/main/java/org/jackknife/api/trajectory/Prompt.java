package org.jackknife.api.trajectory;

/**
 * The prompt of a turn, kept without repeating what the turn before had: the whole text is the first {@code shared}
 * characters of the previous turn's prompt followed by the suffix.
 *
 * @param shared characters taken over from the prompt of the step before; 0 in the first step
 * @param suffix what follows them
 */
public record Prompt(int shared, String suffix) {

    /** The prompt after one whose whole text is known. */
    public static Prompt after(String previous, String current) {
        int limit = Math.min(previous.length(), current.length());
        int shared = 0;
        while (shared < limit && previous.charAt(shared) == current.charAt(shared)) {
            shared++;
        }
        return new Prompt(shared, current.substring(shared));
    }

    /** The whole text, given the whole text of the step before. */
    public String text(String previous) {
        return previous.substring(0, shared) + suffix;
    }
}
