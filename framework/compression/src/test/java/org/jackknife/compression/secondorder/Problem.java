package org.jackknife.compression.secondorder;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jackknife.compression.Matrix;
import org.jackknife.numeric.FloatMatrix;

/**
 * Seeded weights and activations, the same as {@code second_order_golden.py} makes: neighbouring channels are correlated,
 * every 37th is strong.
 *
 * @param weights shape [rows][columns]
 * @param gram XᵀX, shape [columns][columns]
 */
record Problem(int rows, int columns, float[] weights, float[] gram) {

    static Problem of(long seed, int rows, int columns, int tokens, int... dead) {
        Numbers numbers = new Numbers(seed);
        float[] weights = new float[rows * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (numbers.next() / 16);
        }
        double[][] inputs = new double[tokens][columns];
        for (double[] input : inputs) {
            Arrays.setAll(input, i -> numbers.next());
            for (int i = 1; i < columns; i++) {
                input[i] += 0.75 * input[i - 1];
            }
            for (int i = 0; i < columns; i++) {
                input[i] = (float) (i % 37 == 0 ? 8 * input[i] : input[i]);
            }
            for (int channel : dead) {
                input[channel] = 0;
            }
        }
        return new Problem(rows, columns, weights, gram(inputs, columns));
    }

    private static float[] gram(double[][] inputs, int columns) {
        float[] gram = new float[columns * columns];
        double[] sums = new double[columns];
        for (int i = 0; i < columns; i++) {
            Arrays.fill(sums, 0);
            for (double[] input : inputs) {
                for (int j = 0; j < columns; j++) {
                    sums[j] += input[i] * input[j];
                }
            }
            for (int j = 0; j < columns; j++) {
                gram[i * columns + j] = (float) sums[j];
            }
        }
        return gram;
    }

    Matrix matrix() {
        return new Matrix("seeded", 0, rows, columns, weights.clone());
    }

    FloatMatrix gram(Arena arena) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, columns, columns);
        for (int row = 0; row < columns; row++) {
            matrix.write(row, 0, gram, row * columns, columns);
        }
        return matrix;
    }

    /** ‖XΔWᵀ‖/‖XWᵀ‖ in double precision. */
    double outputError(float[] after) {
        double change = 0;
        double output = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j < columns; j++) {
                    double coupling = gram[i * columns + j];
                    int left = row * columns + i;
                    int right = row * columns + j;
                    change += coupling * ((double) after[left] - weights[left]) * ((double) after[right] - weights[right]);
                    output += coupling * weights[left] * weights[right];
                }
            }
        }
        return Math.sqrt(change / output);
    }

    /** Sums of four draws of a 64-bit linear congruential generator, exact in binary. */
    private static final class Numbers {

        private long state;

        Numbers(long seed) {
            state = seed;
        }

        double next() {
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                sum += (state >>> 40) * 0x1p-24 - 0.5;
            }
            return sum;
        }
    }
}
