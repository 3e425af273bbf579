package org.jackknife.testkit;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import org.jackknife.numeric.FloatMatrix;

/**
 * Random activations as they are found in transformers: channels are correlated (a few common factors beside noise of
 * their own), of unlike scale, some of them outliers.
 *
 * @param values row-major, shape [tokens][width]
 * @param tokens 0 for an expert that was never chosen
 * @param width input channels
 */
record RandomInput(float[] values, int tokens, int width) {

    private static final int FACTORS = 4;
    private static final double NOISE = 0.6;
    private static final int OUTLIER_EVERY = 17;
    private static final float OUTLIER = 8;

    static RandomInput of(long seed, int tokens, int width) {
        Random random = new Random(seed);
        float[][] loadings = new float[FACTORS][width];
        for (float[] loading : loadings) {
            for (int i = 0; i < width; i++) {
                loading[i] = (float) random.nextGaussian() / 2;
            }
        }
        float[] scales = new float[width];
        for (int i = 0; i < width; i++) {
            scales[i] = (float) Math.exp(random.nextGaussian() / 2) * (i % OUTLIER_EVERY == 3 ? OUTLIER : 1);
        }
        float[] values = new float[tokens * width];
        for (int token = 0; token < tokens; token++) {
            fill(values, token * width, loadings, scales, random);
        }
        return new RandomInput(values, tokens, width);
    }

    private static void fill(float[] values, int at, float[][] loadings, float[] scales, Random random) {
        double[] factors = new double[loadings.length];
        Arrays.setAll(factors, f -> random.nextGaussian());
        for (int i = 0; i < scales.length; i++) {
            double value = NOISE * random.nextGaussian();
            for (int f = 0; f < factors.length; f++) {
                value += factors[f] * loadings[f][i];
            }
            values[at + i] = (float) (scales[i] * value);
        }
    }

    /** XᵀX, summed in double precision. */
    FloatMatrix gram(Arena arena) {
        FloatMatrix gram = FloatMatrix.allocate(arena, width, width);
        for (int row = 0; row < width; row++) {
            for (int column = 0; column <= row; column++) {
                double sum = 0;
                for (int at = 0; at < values.length; at += width) {
                    sum += (double) values[at + row] * values[at + column];
                }
                gram.set(row, column, (float) sum);
                gram.set(column, row, (float) sum);
            }
        }
        return gram;
    }

    /** At most {@code count} rows, drawn evenly. */
    float[] rows(int count) {
        int drawn = Math.min(count, tokens);
        float[] rows = new float[drawn * width];
        for (int row = 0; row < drawn; row++) {
            int token = (int) ((long) row * tokens / drawn);
            System.arraycopy(values, token * width, rows, row * width, width);
        }
        return rows;
    }
}
