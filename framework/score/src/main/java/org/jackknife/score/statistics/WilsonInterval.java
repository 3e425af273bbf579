package org.jackknife.score.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The score interval of a success rate (Wilson 1927): unlike the mean plus and minus two standard errors it stays within
 * 0 and 1 and does not shrink to nothing when all samples succeed or all fail.
 *
 * <pre>(p + z^2/2n +- z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n)</pre>
 */
public final class WilsonInterval {

    private WilsonInterval() {}

    /**
     * The interval for a number of successes among independent samples.
     *
     * @return undefined ends for no samples
     * @throws IllegalArgumentException if {@code successes} is not within 0 and {@code samples}
     */
    public static Interval of(int successes, int samples, double confidence) {
        Checks.openUnit("confidence", confidence);
        if (successes < 0 || successes > samples) {
            throw new IllegalArgumentException("%d successes of %d samples".formatted(successes, samples));
        }
        if (samples == 0) {
            return new Interval(Double.NaN, Double.NaN, confidence);
        }
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        double p = (double) successes / samples;
        double share = z * z / samples;
        double centre = (p + share / 2) / (1 + share);
        double half = z * Math.sqrt(p * (1 - p) / samples + share / (4 * samples)) / (1 + share);
        return new Interval(centre - half, centre + half, confidence).clipped(0, 1);
    }
}
