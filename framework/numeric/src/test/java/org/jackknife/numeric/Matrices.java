package org.jackknife.numeric;

import java.lang.foreign.Arena;
import java.util.Random;

/** Matrices that tests are run on. */
final class Matrices {

    private Matrices() {}

    /** Normally distributed elements. */
    static FloatMatrix random(Arena arena, int rows, int columns, long seed) {
        Random random = new Random(seed);
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, (float) random.nextGaussian());
            }
        }
        return matrix;
    }

    /** {@code XᵀX/size + damping·I} of {@code size + 10} random rows: symmetric and positive definite. */
    static FloatMatrix positive(Arena arena, int size, float damping, long seed) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, size, size);
        FloatMatrix x = random(arena, size + 10, size, seed);
        LinearAlgebra.plain().multiply(1f / size, x.view().transpose(), x.view(), 0, matrix.view());
        for (int i = 0; i < size; i++) {
            matrix.set(i, i, matrix.get(i, i) + damping);
        }
        return matrix;
    }

    static FloatMatrix of(Arena arena, double[]... rows) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows.length, rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                matrix.set(i, j, (float) rows[i][j]);
            }
        }
        return matrix;
    }

    static FloatMatrix copy(Arena arena, FloatMatrix source) {
        FloatMatrix copy = FloatMatrix.allocate(arena, source.rows(), source.columns());
        copy.data().copyFrom(source.data());
        return copy;
    }

    static float[] values(FloatMatrix matrix) {
        float[] values = new float[matrix.rows() * matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            matrix.read(i, 0, values, i * matrix.columns(), matrix.columns());
        }
        return values;
    }

    static double largest(FloatMatrix matrix) {
        float[] values = values(matrix);
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The largest difference of two elements; NaN if there is one. */
    static double difference(FloatMatrix one, FloatMatrix other) {
        float[] left = values(one);
        float[] right = values(other);
        double largest = 0;
        for (int i = 0; i < left.length; i++) {
            largest = Math.max(largest, Math.abs((double) left[i] - right[i]));
        }
        return largest;
    }
}
