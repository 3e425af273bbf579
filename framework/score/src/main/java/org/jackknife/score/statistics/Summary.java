package org.jackknife.score.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Mean and standard error of per-sample numbers.
 *
 * <p>Without clusters the standard error is {@code sqrt(sum (x - mean)^2 / (n (n - 1)))}. With G clusters it is the
 * cluster-robust one of Miller, <em>Adding Error Bars to Evals</em> (arXiv 2411.00640, section 2.2), times the usual
 * correction for few clusters:
 *
 * <pre>SE^2 = G / (G - 1) * 1 / n^2 * sum over clusters g of (sum over i in g of (x_i - mean))^2</pre>
 *
 * The correction departs from the paper; with it the formula gives the unclustered error when every sample is a cluster
 * of its own. A single cluster would always give 0, because residuals sum to 0: its samples count as independent
 * instead, see {@link Clusters#informative}.
 *
 * @param samples how many numbers, n
 * @param clusters how many clusters, G; n where samples are independent
 * @param mean the arithmetic mean; NaN for no samples
 * @param standardError of the mean; NaN for fewer than two samples
 * @param degreesOfFreedom G - 1 with clusters, otherwise n - 1; 0 where there is no standard error
 */
public record Summary(int samples, int clusters, double mean, double standardError, int degreesOfFreedom) {

    /** The summary of independent samples. */
    public static Summary of(double[] values) {
        return of(values, Clusters.none(values.length));
    }

    /**
     * The summary of samples that may share clusters.
     *
     * @throws IllegalArgumentException if a value is not finite, or values and clusters differ in number
     */
    public static Summary of(double[] values, Clusters clusters) {
        Checks.finite(values);
        int n = values.length;
        if (n == 0) {
            return new Summary(0, 0, Double.NaN, Double.NaN, 0);
        }
        double mean = mean(values);
        if (n == 1) {
            return new Summary(1, 1, mean, Double.NaN, 0);
        }
        Clusters units = clusters.informative() ? clusters : Clusters.none(n);
        double[] residuals = new double[n];
        for (int i = 0; i < n; i++) {
            residuals[i] = values[i] - mean;
        }
        double squares = 0;
        for (double sum : units.sums(residuals)) {
            squares += sum * sum;
        }
        int g = units.count();
        double standardError = Math.sqrt(squares * g / (g - 1)) / n;
        return new Summary(n, clusters.count(), mean, standardError, g - 1);
    }

    /** The interval {@code mean +- t SE} of Student's t; undefined ends where there is no standard error. */
    public Interval interval(double confidence) {
        Checks.openUnit("confidence", confidence);
        if (degreesOfFreedom == 0) {
            return new Interval(Double.NaN, Double.NaN, confidence);
        }
        double half = TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - confidence) / 2) * standardError;
        return new Interval(mean - half, mean + half, confidence);
    }

    /** The mean by way of one correction step, so that equal values give exactly that value. */
    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double first = sum / values.length;
        double rest = 0;
        for (double value : values) {
            rest += value - first;
        }
        return first + rest / values.length;
    }
}
