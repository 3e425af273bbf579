package org.jackknife.score.internal;

import java.util.List;
import org.jackknife.score.Metric;
import org.jackknife.score.SampleScore;
import org.jackknife.score.statistics.Clusters;

/** Turns sample scores into what the statistics take. */
public final class SampleNumbers {

    private SampleNumbers() {}

    /** One score per sample, in their order. */
    public static double[] values(List<SampleScore> samples, Metric metric) {
        return samples.stream().mapToDouble(sample -> sample.of(metric)).toArray();
    }

    /** The clusters of the samples, in their order. */
    public static Clusters clusters(List<SampleScore> samples) {
        return Clusters.of(samples.stream().map(SampleScore::cluster).toList());
    }
}
