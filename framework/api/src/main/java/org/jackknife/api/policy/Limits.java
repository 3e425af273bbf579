package org.jackknife.api.policy;

import java.time.Duration;

/**
 * Where an episode ends at the latest.
 *
 * @param steps turns, at least 1
 * @param tokens generated tokens of the whole episode, at least 1
 * @param tokensPerStep generated tokens of one turn, at least 1
 * @param time wall-clock time of the whole episode
 */
public record Limits(int steps, int tokens, int tokensPerStep, Duration time) {

    /** AgentBoard's limits (30 steps of 100 tokens), and five minutes. */
    public static final Limits AGENT_BOARD = new Limits(30, 3000, 100, Duration.ofMinutes(5));

    public Limits {
        if (steps < 1 || tokens < 1 || tokensPerStep < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(
                    "limits must be positive, but are %d steps, %d tokens, %d tokens per step, %s"
                            .formatted(steps, tokens, tokensPerStep, time));
        }
    }
}
