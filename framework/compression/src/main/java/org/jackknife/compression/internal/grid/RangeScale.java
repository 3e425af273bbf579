package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;

/**
 * Sets scale and offset by the range of weights.
 *
 * @param symmetric whether levels lie around zero
 */
record RangeScale(boolean symmetric, Levels levels) {

    /**
     * The scale at which {@code share} of the range fits.
     *
     * @param share above 0, at most 1
     */
    Affine of(Range range, float share) {
        return symmetric ? symmetric(range, share) : asymmetric(range, share);
    }

    private Affine symmetric(Range range, float share) {
        float greatest = Math.max(Math.abs(range.least()), Math.abs(range.greatest()));
        int highest = levels.lowest() + levels.codes() - 1;
        return Affine.rounded(share * greatest / highest, 0);
    }

    private Affine asymmetric(Range range, float share) {
        // halves, because the difference of two large floats may be infinite
        float scale = Affine.half(share * (range.greatest() / (levels.codes() - 1) - range.least() / (levels.codes() - 1)));
        if (scale == 0) {
            return Affine.rounded(0, range.least());
        }
        float zero = (float) Math.rint(-share * range.least() / scale);
        return Affine.rounded(scale, 0 - zero * scale);
    }
}
