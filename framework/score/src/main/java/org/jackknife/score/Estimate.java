package org.jackknife.score;

import java.util.List;
import org.jackknife.score.internal.SampleNumbers;
import org.jackknife.score.statistics.Clusters;
import org.jackknife.score.statistics.Interval;
import org.jackknife.score.statistics.Summary;
import org.jackknife.score.statistics.WilsonInterval;

/**
 * A mean over samples with its uncertainty.
 *
 * @param mean NaN for no samples, where AgentBoard prints 0
 * @param standardError clustered where samples share clusters; NaN for fewer than two samples
 * @param interval 95 %: Wilson's for binary scores of independent samples, otherwise Student's, within 0 and 1
 */
public record Estimate(double mean, double standardError, Interval interval) {

    private static final double CONFIDENCE = 0.95;

    /** The estimate over scored samples. */
    static Estimate of(List<SampleScore> samples, Metric metric) {
        double[] values = SampleNumbers.values(samples, metric);
        Clusters clusters = SampleNumbers.clusters(samples);
        Summary summary = Summary.of(values, clusters);
        boolean binary = metric == Metric.SUCCESS && samples.stream().allMatch(s -> s.episodes() == 1);
        Interval interval = binary && !clusters.informative()
                ? WilsonInterval.of(samples.stream().mapToInt(SampleScore::successes).sum(), values.length, CONFIDENCE)
                : summary.interval(CONFIDENCE).clipped(0, 1);
        return new Estimate(summary.mean(), summary.standardError(), interval);
    }
}
