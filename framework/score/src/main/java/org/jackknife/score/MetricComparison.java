package org.jackknife.score;

import org.jackknife.score.statistics.EquivalenceTest;
import org.jackknife.score.statistics.Interval;

/**
 * Two variants by one metric, over paired samples.
 *
 * @param metric which score
 * @param difference by how much they differ
 * @param significance whether that can be chance
 * @param equivalence whether it lies within the margin
 * @param minimumDetectableEffect the least true difference that such a comparison finds four times out of five
 * @param verdict what this supports
 */
public record MetricComparison(
        Metric metric,
        Difference difference,
        Significance significance,
        EquivalenceTest.Result equivalence,
        double minimumDetectableEffect,
        Verdict verdict) {

    /**
     * A mean difference over pairs.
     *
     * @param samples how many pairs
     * @param reference the reference's mean
     * @param candidate the candidate's mean
     * @param mean candidate minus reference
     * @param standardError of the mean paired difference, clustered where samples share clusters
     * @param interval of the mean paired difference, within -1 and 1; where no sample changed, the share of samples that
     *     could change unseen, either way
     */
    public record Difference(
            int samples, double reference, double candidate, double mean, double standardError, Interval interval) {}

    /**
     * A p value.
     *
     * @param test which test gave it
     * @param pValue two-sided; NaN for fewer than two pairs
     * @param adjustedPValue after Holm's correction over all tasks and variants compared; the same as {@code pValue}
     *     for controls, which are no claim about compression
     */
    public record Significance(SignificanceTest test, double pValue, double adjustedPValue) {}
}
