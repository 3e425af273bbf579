package org.jackknife.compression.internal.grid;

/** A scale and an offset, both numbers that F16 holds, or infinite where it does not. */
record Affine(float scale, float offset) {

    /** The least positive number that F16 holds. */
    static final float LEAST_HALF = 0x1p-24f;

    static Affine rounded(float scale, float offset) {
        return new Affine(half(scale), half(offset));
    }

    static float half(float number) {
        return Float.float16ToFloat(Float.floatToFloat16(number));
    }
}
