package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;

/** Tries shrunk ranges and takes the one whose rounded weights have the least squared error; of equals the widest. */
final class ScaleSearch {

    /** As GPTQ's program has it: a hundredth at a time, 80 of them. */
    private static final int STEPS = 100;

    private static final int TRIED = 80;

    private final RangeScale rangeScale;
    private final Levels levels;
    private final float[] importance;

    /**
     * @param importance of an error in each column; null, or all zero, for all alike
     */
    ScaleSearch(RangeScale rangeScale, Levels levels, float[] importance) {
        this.rangeScale = rangeScale;
        this.levels = levels;
        this.importance = Importance.orNull(importance);
    }

    Affine best(Range range, float[] weights, int from, int count) {
        Affine best = rangeScale.of(range, 1);
        double least = error(best, weights, from, count);
        for (int step = 1; step < TRIED && least > 0; step++) {
            Affine tried = rangeScale.of(range, 1 - (float) step / STEPS);
            double error = error(tried, weights, from, count);
            if (error < least) {
                least = error;
                best = tried;
            }
        }
        return best;
    }

    private double error(Affine tried, float[] weights, int from, int count) {
        if (tried.scale() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            float weight = weights[from + i];
            int code = levels.nearest((weight - tried.offset()) / tried.scale());
            double error = weight - (tried.scale() * levels.level(code) + tried.offset());
            sum += importance == null ? error * error : importance[i] * error * error;
        }
        return sum;
    }
}
