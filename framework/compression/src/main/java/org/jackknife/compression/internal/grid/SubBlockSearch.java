package org.jackknife.compression.internal.grid;

/**
 * Finds the integer scale and the zero point that suit a sub-block best under a factor of its block's.
 *
 * <p>First come scales that may be any number: for each zero point the one of least error among shrunk ranges. Then, for
 * every factor that is asked for, only the integers next to these are tried. A zero point takes no part if its scale is
 * still coarser with most of the range cut off than another's that reaches all weights.
 */
final class SubBlockSearch {

    /** Shares of the range that are tried; twenty lower the error by 0.2 % at most. */
    private static final int SHARES = 7;

    private final SubBlock weights;
    private final ZeroPoints zeroPoints;
    private final double errorOfZeros;

    /** By zero point; 0 for those that take no part. */
    private final float[] ideal;

    private float best;

    /**
     * A choice.
     *
     * @param error weighted sum of squared errors
     * @param scale in units of the factor; 0 makes all weights zero
     * @param zero the zero point
     */
    record Fit(double error, int scale, int zero) {}

    SubBlockSearch(SubBlock weights, ZeroPoints zeroPoints) {
        this.weights = weights;
        this.zeroPoints = zeroPoints;
        this.errorOfZeros = weights.errorOfZeros();
        this.ideal = new float[zeroPoints.codes()];
        Range range = weights.range();
        if (range.least() < range.greatest()) {
            findIdeal(range);
        }
    }

    private void findIdeal(Range range) {
        float finest = Float.POSITIVE_INFINITY;
        for (int zero = 0; zero < ideal.length; zero++) {
            finest = Math.min(finest, zeroPoints.covering(range, zero));
        }
        // few levels are worth cutting more for
        float leastShare = 1 - 1 / (float) Math.sqrt(zeroPoints.codes());
        double least = Double.POSITIVE_INFINITY;
        for (int zero = 0; zero < ideal.length; zero++) {
            float covering = zeroPoints.covering(range, zero);
            if (covering * leastShare <= finest) {
                double error = shrink(zero, covering, leastShare);
                if (error < least) {
                    least = error;
                    best = ideal[zero];
                }
            }
        }
    }

    /** Finds the scale of a zero point and returns its error. */
    private double shrink(int zero, float covering, float leastShare) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < SHARES; i++) {
            float share = 1 - (1 - leastShare) * i / (SHARES - 1);
            float scale = Math.max(share * covering, Affine.LEAST_HALF);
            double error = weights.error(scale, -zero, zeroPoints.codes() - 1 - zero);
            if (i == 0 || error < least) {
                least = error;
                ideal[zero] = scale;
            }
        }
        return least;
    }

    /** The best scale of all numbers; 0 where all weights are zero. */
    float ideal() {
        return best;
    }

    /**
     * The best choice under a factor.
     *
     * @param factor not zero; under a negative one, levels lie the other way round
     */
    Fit under(float factor) {
        Fit fit = new Fit(errorOfZeros, 0, 0);
        for (int mirrored = 0; mirrored < ideal.length; mirrored++) {
            if (ideal[mirrored] > 0) {
                int zero = factor > 0 ? mirrored : ideal.length - 1 - mirrored;
                int step = zeroPoints.step(zero);
                int below = (int) (ideal[mirrored] / Math.abs(factor) / step) * step;
                fit = better(fit, factor, below, zero);
                fit = better(fit, factor, below + step, zero);
            }
        }
        return fit;
    }

    private Fit better(Fit fit, float factor, int wanted, int zero) {
        int scale = Math.min(wanted, zeroPoints.greatestScale(zero));
        if (scale == 0) {
            return fit;
        }
        double error = weights.error(factor * scale, -zero, zeroPoints.codes() - 1 - zero);
        return error < fit.error() ? new Fit(error, scale, zero) : fit;
    }
}
