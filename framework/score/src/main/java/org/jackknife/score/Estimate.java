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
 * @param interval 95 %, within 0 and 1: Student's, except for success rates of one run on independent samples, or where
 *     all samples succeed or all fail; those get Wilson's, which keeps its width where there is no spread
 */
public record Estimate(double mean, double standardError, Interval interval) {

    private static final double CONFIDENCE = 0.95;

    /** The estimate over scored samples. */
    static Estimate of(List<SampleScore> samples, Metric metric) {
        double[] values = SampleNumbers.values(samples, metric);
        Clusters clusters = SampleNumbers.clusters(samples);
        Summary summary = Summary.of(values, clusters);
        double mean = summary.mean();
        boolean independent = !clusters.informative() && samples.stream().allMatch(s -> s.episodes() == 1);
        Interval interval = metric == Metric.SUCCESS && (independent || mean == 0 || mean == 1)
                ? WilsonInterval.of((int) Math.round(mean * values.length), values.length, CONFIDENCE)
                : summary.interval(CONFIDENCE).clipped(0, 1);
        return new Estimate(mean, summary.standardError(), interval);
    }
}
