package org.jackknife.score;

import java.util.List;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.api.task.Difficulty;

/**
 * What one variant scored on one sample, repeats averaged.
 *
 * @param sample its id
 * @param difficulty easy or hard
 * @param cluster what it shares with other samples
 * @param episodes repeats that count for the model
 * @param successes how many of them reached the goal
 * @param progress their mean progress rate; NaN where none counts
 * @param grounding their mean grounding accuracy; NaN where none counts
 * @param actions a fingerprint of what they did, in order of repeats
 */
public record SampleScore(
        String sample,
        Difficulty difficulty,
        String cluster,
        int episodes,
        int successes,
        double progress,
        double grounding,
        long actions) {

    /** Sums up the episodes of a sample, in order of repeats. */
    static SampleScore of(List<EpisodeScore> episodes) {
        EpisodeScore any = episodes.getFirst();
        List<EpisodeScore> counted =
                episodes.stream().filter(e -> e.outcome().countsForModel()).toList();
        String[] fingerprints =
                counted.stream().map(e -> Long.toString(e.actions())).toArray(String[]::new);
        return new SampleScore(
                any.key().sample(),
                any.difficulty(),
                any.cluster(),
                counted.size(),
                (int) counted.stream().filter(EpisodeScore::success).count(),
                mean(counted, Metric.PROGRESS),
                mean(counted, Metric.GROUNDING),
                Seeds.of(fingerprints));
    }

    private static double mean(List<EpisodeScore> episodes, Metric metric) {
        return episodes.stream().mapToDouble(e -> e.of(metric)).average().orElse(Double.NaN);
    }

    /** Whether any repeat counts for the model. */
    public boolean scored() {
        return episodes > 0;
    }

    /** Whether more than half of the repeats succeeded. */
    public boolean right() {
        return 2 * successes > episodes;
    }

    /** The mean over repeats; NaN where none counts. */
    public double of(Metric metric) {
        return switch (metric) {
            case SUCCESS -> (double) successes / episodes;
            case PROGRESS -> progress;
            case GROUNDING -> grounding;
        };
    }
}
