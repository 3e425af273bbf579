package org.jackknife.score.statistics;

/**
 * Two one-sided t tests (TOST, Schuirmann 1987) of whether a mean paired difference lies within a stated margin.
 *
 * <p>A large p value of a test for a difference is no evidence of "no loss"; a small p value here is. Immutable.
 */
public final class EquivalenceTest {

    private final double margin;
    private final double level;

    private EquivalenceTest(double margin, double level) {
        this.margin = margin;
        this.level = level;
    }

    /**
     * The outcome of the test.
     *
     * @param margin the largest difference that counts as none
     * @param pLower p value against "the difference is {@code -margin} or lower"
     * @param pUpper p value against "the difference is {@code margin} or higher"
     * @param pValue the larger of the two; NaN for fewer than two samples
     * @param interval of confidence {@code 1 - 2 level}: inside the margin exactly when {@code equivalent}
     * @param equivalent whether {@code pValue} is below the level
     */
    public record Result(
            double margin, double pLower, double pUpper, double pValue, Interval interval, boolean equivalent) {}

    /**
     * A test at the level 0.05.
     *
     * @param margin above 0, in the unit of the score
     */
    public static EquivalenceTest withMargin(double margin) {
        if (!(margin > 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("margin is %s, allowed above 0".formatted(margin));
        }
        return new EquivalenceTest(margin, 0.05);
    }

    /** The same test at another level, above 0 and below 0.5. */
    public EquivalenceTest withLevel(double newLevel) {
        Checks.openUnit("twice the level", 2 * newLevel);
        return new EquivalenceTest(margin, newLevel);
    }

    /** Tests summed-up differences. */
    public Result test(Summary differences) {
        int freedom = differences.degreesOfFreedom();
        Interval interval = differences.interval(1 - 2 * level);
        if (freedom == 0) {
            return new Result(margin, Double.NaN, Double.NaN, Double.NaN, interval, false);
        }
        double lower = PairedTTest.tail(freedom, distance(differences.mean() + margin, differences.standardError()));
        double upper = PairedTTest.tail(freedom, distance(margin - differences.mean(), differences.standardError()));
        double p = Math.max(lower, upper);
        return new Result(margin, lower, upper, p, interval, p < level);
    }

    /** A difference exactly on the margin, without spread, is no evidence either way: 0 rather than 0/0. */
    private static double distance(double room, double standardError) {
        return room == 0 ? 0 : room / standardError;
    }
}
