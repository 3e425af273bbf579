package org.jackknife.compression.internal.grid;

/** The least and the greatest of some weights. */
record Range(float least, float greatest) {

    static Range of(float[] weights, int from, int count) {
        float least = weights[from];
        float greatest = weights[from];
        for (int i = from + 1; i < from + count; i++) {
            least = Math.min(least, weights[i]);
            greatest = Math.max(greatest, weights[i]);
        }
        return new Range(least, greatest);
    }

    /** The range with zero in it. */
    Range withZero() {
        return new Range(Math.min(least, 0), Math.max(greatest, 0));
    }
}
