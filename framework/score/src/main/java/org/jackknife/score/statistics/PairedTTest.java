package org.jackknife.score.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t test of whether paired differences have the mean 0: {@code t = mean / SE}.
 *
 * <p>The standard error is that of {@link Summary}: with clusters the test is the cluster-robust one, with G - 1 degrees
 * of freedom.
 */
public final class PairedTTest {

    private PairedTTest() {}

    /**
     * The outcome of the test.
     *
     * @param statistic t; 0 where all differences are 0, infinite where all are the same and not 0, NaN for fewer than
     *     two samples
     * @param degreesOfFreedom of the t distribution
     * @param pValue two-sided; NaN for fewer than two samples
     */
    public record Result(double statistic, int degreesOfFreedom, double pValue) {}

    /** Tests summed-up differences. */
    public static Result test(Summary differences) {
        int freedom = differences.degreesOfFreedom();
        if (freedom == 0) {
            return new Result(Double.NaN, 0, Double.NaN);
        }
        // no difference at all is 0/0 by the formula, yet as far from evidence as can be
        double statistic = differences.mean() == 0 ? 0 : differences.mean() / differences.standardError();
        return new Result(statistic, freedom, Math.min(1, 2 * tail(freedom, Math.abs(statistic))));
    }

    /** The probability of a value above {@code statistic}. */
    static double tail(int degreesOfFreedom, double statistic) {
        return TDistribution.of(degreesOfFreedom).survivalProbability(statistic);
    }
}
