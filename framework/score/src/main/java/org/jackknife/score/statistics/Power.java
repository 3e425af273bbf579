package org.jackknife.score.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What a paired comparison can show: the least true difference that a two-sided test at 0.05 finds four times out of
 * five.
 */
public final class Power {

    /** z(0.975) + z(0.8), about 2.80: standard errors between "no difference" and what 80 % power needs. */
    private static final double ERRORS = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975)
            + NormalDistribution.of(0, 1).inverseCumulativeProbability(0.8);

    private Power() {}

    /**
     * For binary outcomes before the run: {@code 2.80 sqrt(d / n)}.
     *
     * @param discordance d, the share of samples on which the two are expected to disagree, above 0, at most 1
     * @param samples n, 1 or more
     * @return in the unit of a success rate; above 1 where nothing can be shown
     */
    public static double minimumDetectableEffect(double discordance, int samples) {
        if (!(discordance > 0 && discordance <= 1)) {
            throw new IllegalArgumentException(
                    "discordance is %s, allowed above 0 and up to 1".formatted(discordance));
        }
        Checks.atLeast("samples", samples, 1);
        return minimumDetectableEffect(Math.sqrt(discordance / samples));
    }

    /** For any score, given the standard error of the mean paired difference. */
    public static double minimumDetectableEffect(double standardError) {
        return ERRORS * standardError;
    }

    /**
     * The largest share of samples that may behave otherwise, although none of {@code samples} did: the exact one-sided
     * bound {@code 1 - level^(1/n)}, about 3/n at the level 0.05.
     */
    public static double unseenShare(int samples, double level) {
        Checks.atLeast("samples", samples, 1);
        Checks.openUnit("level", level);
        return -Math.expm1(Math.log(level) / samples);
    }
}
