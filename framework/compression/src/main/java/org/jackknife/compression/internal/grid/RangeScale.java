package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;

/**
 * Sets scale and offset by the range of weights.
 *
 * @param symmetric whether levels lie around zero
 * @param exactZero whether zero is a level of asymmetric ones too
 */
record RangeScale(boolean symmetric, boolean exactZero, Levels levels) {

    private static final int BITS_OF_HALF = 11;
    private static final int BITS_OF_FLOAT = 24;

    /**
     * The scale at which {@code share} of the range fits.
     *
     * @param share above 0, at most 1
     */
    Affine of(Range range, float share) {
        if (symmetric) {
            return symmetric(range, share);
        }
        return exactZero ? withZero(range.withZero(), share) : asymmetric(range, share);
    }

    private Affine symmetric(Range range, float share) {
        float greatest = Math.max(Math.abs(range.least()), Math.abs(range.greatest()));
        int highest = levels.lowest() + levels.codes() - 1;
        return Affine.rounded(share * greatest / highest, 0);
    }

    private Affine asymmetric(Range range, float share) {
        float scale = scale(range, share);
        if (scale == 0) {
            return Affine.rounded(0, range.least());
        }
        return Affine.rounded(scale, 0 - zeroPoint(range, share, scale) * scale);
    }

    /** As the asymmetric one, with a scale of so few bits that F16 holds its product with the zero point. */
    private Affine withZero(Range range, float share) {
        float scale = scale(range, share);
        if (scale == 0) {
            return new Affine(0, 0);
        }
        // a scale that F16 rounded down may not reach the least weight
        int zero = (int) Math.min(levels.codes() - 1, zeroPoint(range, share, scale));
        float shortened = shortened(scale, BITS_OF_HALF - bitsOfOddPart(zero));
        return Affine.rounded(shortened, 0 - zero * shortened);
    }

    private float scale(Range range, float share) {
        // halves, because the difference of two large floats may be infinite
        return Affine.half(share * (range.greatest() / (levels.codes() - 1) - range.least() / (levels.codes() - 1)));
    }

    private static float zeroPoint(Range range, float share, float scale) {
        return (float) Math.rint(-share * range.least() / scale);
    }

    private static int bitsOfOddPart(int zero) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(zero / Math.max(1, Integer.lowestOneBit(zero)));
    }

    /** The number rounded to so many bits. */
    private static float shortened(float number, int bits) {
        float unit = Math.ulp(number) * (1 << BITS_OF_FLOAT - bits);
        return (float) Math.rint(number / unit) * unit;
    }
}
