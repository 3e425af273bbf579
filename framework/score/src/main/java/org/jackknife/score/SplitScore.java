package org.jackknife.score;

import java.util.List;

/**
 * The three rates over a set of samples.
 *
 * @param samples how many were scored
 * @param success success rate
 * @param progress mean progress rate
 * @param grounding mean grounding accuracy
 */
public record SplitScore(int samples, Estimate success, Estimate progress, Estimate grounding) {

    /** The rates over scored samples. */
    static SplitScore of(List<SampleScore> samples) {
        return new SplitScore(
                samples.size(),
                Estimate.of(samples, Metric.SUCCESS),
                Estimate.of(samples, Metric.PROGRESS),
                Estimate.of(samples, Metric.GROUNDING));
    }

    public Estimate of(Metric metric) {
        return switch (metric) {
            case SUCCESS -> success;
            case PROGRESS -> progress;
            case GROUNDING -> grounding;
        };
    }
}
