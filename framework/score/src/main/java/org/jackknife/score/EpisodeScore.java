package org.jackknife.score;

import java.util.List;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.TokenCounts;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.score.internal.CanonicalAction;

/**
 * The numbers of one episode: all that scores and comparisons keep of it.
 *
 * @param key which episode
 * @param difficulty of its sample
 * @param cluster of its sample
 * @param outcome how it ended; infrastructure errors are counted and kept out of all rates
 * @param success whether the goal was reached
 * @param progress the highest progress rate of any step; 0 without steps
 * @param grounding valid actions by steps; 0 without steps
 * @param steps how many there were
 * @param tokens of all steps together
 * @param actions a fingerprint of what was done, in canonical form: equal for episodes that did the same
 */
public record EpisodeScore(
        EpisodeKey key,
        Difficulty difficulty,
        String cluster,
        Outcome outcome,
        boolean success,
        double progress,
        double grounding,
        int steps,
        TokenCounts tokens,
        long actions) {

    /** The numbers of a trajectory. */
    public static EpisodeScore of(Trajectory trajectory) {
        List<Step> steps = trajectory.steps();
        double progress = 0;
        int valid = 0;
        boolean success = false;
        TokenCounts tokens = TokenCounts.NONE;
        for (Step step : steps) {
            progress = Math.max(progress, step.feedback().progress());
            valid += step.feedback().valid() ? 1 : 0;
            success = step.feedback().success();
            tokens = tokens.plus(step.tokens());
        }
        Sample sample = trajectory.sample();
        return new EpisodeScore(
                trajectory.key(),
                sample.difficulty(),
                sample.cluster(),
                trajectory.ending().outcome(),
                success,
                progress,
                steps.isEmpty() ? 0 : (double) valid / steps.size(),
                steps.size(),
                tokens,
                fingerprint(steps));
    }

    /** The score by one metric; success is 0 or 1. */
    public double of(Metric metric) {
        return switch (metric) {
            case SUCCESS -> success ? 1 : 0;
            case PROGRESS -> progress;
            case GROUNDING -> grounding;
        };
    }

    private static long fingerprint(List<Step> steps) {
        return Seeds.of(steps.stream().map(step -> CanonicalAction.of(step).toString()).toArray(String[]::new));
    }
}
