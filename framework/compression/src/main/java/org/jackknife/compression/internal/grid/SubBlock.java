package org.jackknife.compression.internal.grid;

/** The weights that share a scale, and what it costs to round them. */
final class SubBlock {

    /** Adding and subtracting this rounds a float below 2²² to the nearest integer, ties to even. */
    private static final float ROUNDER = 1.5f * (1 << 23);

    private final float[] weights;
    private final int from;
    private final int count;
    private final float[] importance;
    private final int column;

    /**
     * @param weights not copied
     * @param from the first weight
     * @param count how many weights
     * @param importance of all columns; null for all alike
     * @param column that of the first weight
     */
    SubBlock(float[] weights, int from, int count, float[] importance, int column) {
        this.weights = weights;
        this.from = from;
        this.count = count;
        this.importance = importance;
        this.column = column;
    }

    /** The range of weights and zero. */
    Range range() {
        return Range.of(weights, from, count).withZero();
    }

    /** What all weights being zero costs. */
    double errorOfZeros() {
        return error(1, 0, 0);
    }

    /**
     * The sum of squared errors of the weights rounded to multiples of a scale, weighted by importance.
     *
     * @param scale not zero; may be negative
     * @param lowest the least multiple
     * @param highest the greatest multiple
     */
    double error(float scale, int lowest, int highest) {
        float inverse = 1 / scale;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            float weight = weights[from + i];
            float level = Math.max(lowest, Math.min(highest, weight * inverse)) + ROUNDER - ROUNDER;
            double error = weight - scale * level;
            sum += importance == null ? error * error : importance[column + i] * error * error;
        }
        return sum;
    }
}
