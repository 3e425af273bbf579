package org.jackknife.score.statistics;

import java.util.function.DoubleSupplier;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Reads intervals off resampled means.
 *
 * @param sorted the resampled means, ascending
 * @param observed the mean of the values themselves
 */
record Percentiles(double[] sorted, double observed) {

    /** Sums of the same scores in another order differ in the last bits, and must still count as equal. */
    static final double ROUNDING = 1e-12;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    Interval interval(double confidence, Bootstrap.Method method, DoubleSupplier acceleration) {
        double low = (1 - confidence) / 2;
        double high = 1 - low;
        if (method == Bootstrap.Method.BCA) {
            double bias = NORMAL.inverseCumulativeProbability(shareBelow());
            // all resampled means on one side of the mean: nothing to correct with, so the plain percentiles stand
            if (Double.isFinite(bias)) {
                double a = acceleration.getAsDouble();
                low = corrected(low, bias, a);
                high = corrected(high, bias, a);
            }
        }
        return new Interval(quantile(low), quantile(high), confidence);
    }

    private static double corrected(double probability, double bias, double acceleration) {
        double z = bias + NORMAL.inverseCumulativeProbability(probability);
        return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
    }

    /** The share of resampled means below the observed one; equal ones count half. */
    private double shareBelow() {
        double halves = 0;
        for (double mean : sorted) {
            halves += Math.abs(mean - observed) <= ROUNDING ? 1 : mean < observed ? 2 : 0;
        }
        return halves / (2.0 * sorted.length);
    }

    /** Interpolates linearly between the two nearest ranks. */
    private double quantile(double probability) {
        double rank = probability * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
