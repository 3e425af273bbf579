package org.jackknife.compression.internal.grid;

/** A scale and an offset, both numbers that F16 holds, or infinite where it does not. */
record Affine(float scale, float offset) {

    static Affine rounded(float scale, float offset) {
        return new Affine(half(scale), half(offset));
    }

    static float half(float number) {
        return Float.float16ToFloat(Float.floatToFloat16(number));
    }
}
