package org.jackknife.compression.internal.grid;

/**
 * Says which integer zero points a sub-block with a minimum can have.
 *
 * <p>A weight is {@code d·scale·code - dmin·minimum}. With {@code dmin = d·2^(b-1)} for codes of b bits it is
 * {@code d·(scale·code - 2^(b-1)·minimum)}, which is zero at the code {@code z} where {@code scale·z = 2^(b-1)·minimum}: any
 * scale goes with the zero point {@code 2^(b-1)}, even scales with half of it and one and a half times it, and so on to
 * odd zero points, whose scales are multiples of {@code 2^(b-1)}. All products are integers below 2¹¹ times a number of
 * eleven bits, so that floats hold them and the difference exactly, in whatever order or fusion they are computed.
 *
 * @param codes levels of a weight, a power of two
 * @param greatest the greatest scale and minimum
 */
record ZeroPoints(int codes, int greatest) {

    static ZeroPoints of(MinimumLayout layout) {
        return new ZeroPoints(layout.levels().codes(), layout.greatestScale());
    }

    /** What the factor of minima is, in those of scales. */
    int ratio() {
        return codes / 2;
    }

    /** Scales that go with a zero point are multiples of this. */
    int step(int zero) {
        return zero == 0 ? 1 : ratio() / Math.min(ratio(), Integer.lowestOneBit(zero));
    }

    /** The greatest scale that goes with a zero point. */
    int greatestScale(int zero) {
        int reached = zero == 0 ? greatest : Math.min(greatest, greatest * ratio() / zero);
        return reached - reached % step(zero);
    }

    /** The minimum that makes a code the zero point of a scale that goes with it. */
    int minimum(int scale, int zero) {
        return scale * zero / ratio();
    }

    /**
     * The scale at which a range is in reach.
     *
     * @param range with zero in it
     * @return infinite where no scale is great enough
     */
    float covering(Range range, int zero) {
        float below = range.least() == 0 ? 0 : -range.least() / zero;
        float above = range.greatest() == 0 ? 0 : range.greatest() / (codes - 1 - zero);
        return Math.max(below, above);
    }
}
