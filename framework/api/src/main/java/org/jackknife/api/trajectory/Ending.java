package org.jackknife.api.trajectory;

/**
 * How and why an episode ended.
 *
 * @param outcome the class of the ending
 * @param detail the reason in words; may be empty for {@code COMPLETED}
 */
public record Ending(Outcome outcome, String detail) {

    public static Ending completed() {
        return new Ending(Outcome.COMPLETED, "");
    }

    public static Ending limitReached(String limit) {
        return new Ending(Outcome.LIMIT_REACHED, limit);
    }

    public static Ending malformedOutput(String reason) {
        return new Ending(Outcome.MALFORMED_OUTPUT, reason);
    }

    public static Ending environmentError(String reason) {
        return new Ending(Outcome.ENVIRONMENT_ERROR, reason);
    }

    public static Ending engineError(String reason) {
        return new Ending(Outcome.ENGINE_ERROR, reason);
    }
}
