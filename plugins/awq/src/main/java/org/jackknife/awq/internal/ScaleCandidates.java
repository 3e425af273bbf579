package org.jackknife.awq.internal;

/**
 * Makes the scales that the search tries: for each exponent α = 0, 0.05, …, 0.95 one scale per channel,
 * {@code s_j = mean|X_j|^α} (equation 5 of AWQ, arXiv 2306.00978), or with magnitudes of weights
 * {@code s_j = mean|X_j|^α / (m_j^(1-α) + 1e-4)} (duo scaling, as AutoAWQ does it).
 *
 * <p>As in the authors' code scales are at least 1e-4, and divided by the square root of the greatest times the least, so
 * that they lie around 1. A channel that was zero on every token has scale 1 and no part in that root: the floor would
 * multiply whatever comes there in use.
 */
public final class ScaleCandidates {

    /** How many exponents are tried, from 0 on in steps of one over this. */
    public static final int COUNT = 20;

    private static final double FLOOR = 1e-4;

    private ScaleCandidates() {}

    /** The exponent of a candidate. */
    public static double alpha(int candidate) {
        return (double) candidate / COUNT;
    }

    /**
     * The scales of all candidates.
     *
     * @param means mean|x| of each channel
     * @param magnitudes m of each channel, see {@link WeightMagnitudes}; null for none
     * @return shape [COUNT][channels]
     */
    public static float[][] of(double[] means, double[] magnitudes) {
        float[][] candidates = new float[COUNT][];
        for (int candidate = 0; candidate < COUNT; candidate++) {
            candidates[candidate] = normalised(raw(means, magnitudes, alpha(candidate)), means);
        }
        return candidates;
    }

    private static double[] raw(double[] means, double[] magnitudes, double alpha) {
        double[] scales = new double[means.length];
        for (int channel = 0; channel < scales.length; channel++) {
            double scale = Math.pow(means[channel], alpha);
            if (magnitudes != null) {
                scale /= Math.pow(magnitudes[channel], 1 - alpha) + FLOOR;
            }
            scales[channel] = Math.max(scale, FLOOR);
        }
        return scales;
    }

    private static float[] normalised(double[] scales, double[] means) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (int channel = 0; channel < scales.length; channel++) {
            if (means[channel] > 0) {
                least = Math.min(least, scales[channel]);
                greatest = Math.max(greatest, scales[channel]);
            }
        }
        float[] normalised = new float[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            normalised[channel] =
                    means[channel] > 0 ? (float) (scales[channel] / Math.sqrt(least * greatest)) : 1;
        }
        return normalised;
    }
}
