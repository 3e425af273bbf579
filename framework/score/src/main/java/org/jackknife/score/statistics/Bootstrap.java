package org.jackknife.score.statistics;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jackknife.api.plugin.Seeds;

/**
 * The bootstrap of a mean (Efron and Tibshirani, <em>An Introduction to the Bootstrap</em>, 1993): draws samples with
 * replacement, or whole clusters where samples share them, and looks how far the mean moves.
 *
 * <p>Given paired differences it is the paired bootstrap. The same seed gives the same numbers on every machine.
 * Immutable.
 */
public final class Bootstrap {

    /** How the interval is read off the resampled means. */
    public enum Method {
        /** Their percentiles. */
        PERCENTILE,
        /** Their percentiles, corrected for bias and for a spread that changes with the mean (ibid., chapter 14). */
        BCA
    }

    private final long seed;
    private final int resamples;
    private final double confidence;
    private final Method method;

    private Bootstrap(long seed, int resamples, double confidence, Method method) {
        this.seed = seed;
        this.resamples = resamples;
        this.confidence = confidence;
        this.method = method;
    }

    /**
     * The outcome.
     *
     * @param mean of the values themselves
     * @param standardError the standard deviation of the resampled means; NaN for fewer than two samples
     * @param interval of the mean; undefined ends for fewer than two samples
     * @param pValue two-sided, against "the mean is 0": the share of resampled means, shifted to have the mean 0, that
     *     lie at least as far from 0 as the mean, with one added above and below (Davison and Hinkley 1997, section
     *     4.4); NaN for fewer than two samples
     */
    public record Result(double mean, double standardError, Interval interval, double pValue) {}

    /** 10,000 resamples, the BCa interval of confidence 0.95, seeded by the id of what is examined. */
    public static Bootstrap seededBy(String... id) {
        return withSeed(Seeds.of(id));
    }

    /** 10,000 resamples, the BCa interval of confidence 0.95. */
    public static Bootstrap withSeed(long seed) {
        return new Bootstrap(seed, 10_000, 0.95, Method.BCA);
    }

    public Bootstrap withResamples(int newResamples) {
        Checks.atLeast("resamples", newResamples, 1);
        return new Bootstrap(seed, newResamples, confidence, method);
    }

    public Bootstrap withConfidence(double newConfidence) {
        Checks.openUnit("confidence", newConfidence);
        return new Bootstrap(seed, resamples, newConfidence, method);
    }

    public Bootstrap with(Method newMethod) {
        return new Bootstrap(seed, resamples, confidence, Objects.requireNonNull(newMethod));
    }

    /** Resamples independent values. */
    public Result mean(double[] values) {
        return mean(values, Clusters.none(values.length));
    }

    /**
     * Resamples whole clusters; samples one by one where there is a single cluster, see {@link Clusters#informative}.
     *
     * @throws IllegalArgumentException if a value is not finite, or values and clusters differ in number
     */
    public Result mean(double[] values, Clusters clusters) {
        if (values.length < 2) {
            return new Result(Summary.of(values).mean(), Double.NaN, new Interval(Double.NaN, Double.NaN, confidence), Double.NaN);
        }
        Checks.finite(values);
        Clusters units = clusters.informative() ? clusters : Clusters.none(values.length);
        double[] sums = units.sums(values);
        int[] sizes = units.sizes();
        double mean = Arrays.stream(sums).sum() / values.length;
        double[] means = resampledMeans(sums, sizes);
        double p = pValue(means, mean);
        Arrays.sort(means);
        Interval interval = new Percentiles(means, mean).interval(confidence, method, () -> acceleration(sums, sizes));
        return new Result(mean, standardDeviation(means), interval, p);
    }

    private double[] resampledMeans(double[] sums, int[] sizes) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int b = 0; b < resamples; b++) {
            double sum = 0;
            long size = 0;
            for (int i = 0; i < sums.length; i++) {
                int drawn = random.nextInt(sums.length);
                sum += sums[drawn];
                size += sizes[drawn];
            }
            means[b] = sum / size;
        }
        return means;
    }

    private static double pValue(double[] means, double mean) {
        double reach = Math.abs(mean) - Percentiles.ROUNDING;
        int asFar = 0;
        for (double resampled : means) {
            if (Math.abs(resampled - mean) >= reach) {
                asFar++;
            }
        }
        return (asFar + 1.0) / (means.length + 1.0);
    }

    private static double standardDeviation(double[] means) {
        Summary spread = Summary.of(means);
        return spread.standardError() * Math.sqrt(means.length);
    }

    /** The acceleration of BCa: a sixth of the skewness of the means that leave one unit out. */
    private static double acceleration(double[] sums, int[] sizes) {
        double sum = Arrays.stream(sums).sum();
        long size = Arrays.stream(sizes).asLongStream().sum();
        double[] without = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            without[i] = (sum - sums[i]) / (size - sizes[i]);
        }
        double centre = Arrays.stream(without).average().orElseThrow();
        double squares = 0;
        double cubes = 0;
        for (double value : without) {
            double distance = centre - value;
            squares += distance * distance;
            cubes += distance * distance * distance;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }
}
