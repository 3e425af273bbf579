package org.jackknife.compression.internal.grid;

/** Collects scales and offsets in the order of columns, row after row. */
final class Scales {

    private final float[] scales;
    private final float[] offsets;
    private int size;

    Scales(int count) {
        scales = new float[count];
        offsets = new float[count];
    }

    void add(float scale, float offset) {
        scales[size] = scale;
        offsets[size] = offset;
        size++;
    }

    float[] scales() {
        return scales;
    }

    float[] offsets() {
        return offsets;
    }
}
