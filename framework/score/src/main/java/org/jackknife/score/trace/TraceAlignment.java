package org.jackknife.score.trace;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.score.internal.CanonicalAction;
import org.jackknife.score.internal.EditPath;

/**
 * Two trajectories of one sample, aligned by tool and arguments.
 *
 * <p>Arguments are compared in canonical form: order of keys, blanks and the spelling of numbers do not matter.
 *
 * @param reference which episode is the measure
 * @param candidate which episode is measured
 * @param divergences every difference, in order; empty where both did the same
 * @param recovery what became of the candidate after the first difference
 * @param redundantCalls actions of the candidate that it had taken before, with the same answer
 * @param turnOverhead steps of the candidate minus steps of the reference
 */
public record TraceAlignment(
        EpisodeKey reference,
        EpisodeKey candidate,
        List<Divergence> divergences,
        Recovery recovery,
        int redundantCalls,
        int turnOverhead) {

    /** What became of a candidate that left the reference's path. */
    public enum Recovery {
        /** It never left it. */
        NOT_NEEDED,
        /** It reached the goal all the same. */
        SUCCEEDED,
        /** It did not reach the goal, but took a later step of the reference. */
        REJOINED,
        /** Neither. */
        LOST;

        /** Whether the first difference was overcome. */
        public boolean recovered() {
            return this == SUCCEEDED || this == REJOINED;
        }
    }

    public TraceAlignment {
        divergences = List.copyOf(divergences);
    }

    /**
     * Aligns two trajectories.
     *
     * @throws IllegalArgumentException if they are of different samples, or one of them was cut short by an
     *     infrastructure error: such an end says nothing about the model
     */
    public static TraceAlignment of(Trajectory reference, Trajectory candidate) {
        if (!reference.key().sample().equals(candidate.key().sample())) {
            throw new IllegalArgumentException(
                    "trajectories of different samples: %s and %s".formatted(reference.key(), candidate.key()));
        }
        requireCounted(reference);
        requireCounted(candidate);
        EditPath path = EditPath.between(actions(reference), actions(candidate));
        List<Divergence> divergences = new Divergences(path, candidate).list();
        return new TraceAlignment(
                reference.key(),
                candidate.key(),
                divergences,
                recovery(path, candidate),
                redundantCalls(candidate),
                candidate.steps().size() - reference.steps().size());
    }

    /** The first difference; empty where both did the same. */
    public Optional<Divergence> first() {
        return divergences.stream().findFirst();
    }

    private static void requireCounted(Trajectory trajectory) {
        if (!trajectory.ending().outcome().countsForModel()) {
            throw new IllegalArgumentException("%s ended by %s: %s"
                    .formatted(
                            trajectory.key(),
                            trajectory.ending().outcome(),
                            trajectory.ending().detail()));
        }
    }

    private static List<CanonicalAction> actions(Trajectory trajectory) {
        return trajectory.steps().stream().map(CanonicalAction::of).toList();
    }

    private static Recovery recovery(EditPath path, Trajectory candidate) {
        if (path.identical()) {
            return Recovery.NOT_NEEDED;
        }
        if (succeeded(candidate)) {
            return Recovery.SUCCEEDED;
        }
        return path.matchesAfterFirstEdit() ? Recovery.REJOINED : Recovery.LOST;
    }

    static boolean succeeded(Trajectory trajectory) {
        return !trajectory.steps().isEmpty()
                && trajectory.steps().getLast().feedback().success();
    }

    private static int redundantCalls(Trajectory trajectory) {
        record Exchange(CanonicalAction action, String answer) {}
        Set<Exchange> seen = new HashSet<>();
        int redundant = 0;
        for (Step step : trajectory.steps()) {
            if (step.action().isPresent()
                    && !seen.add(new Exchange(
                            CanonicalAction.of(step), step.feedback().observation()))) {
                redundant++;
            }
        }
        return redundant;
    }
}
