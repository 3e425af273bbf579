package org.jackknife.compression.grid;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.jackknife.gguf.TensorCodec;

/** What tests of formats have in common. */
final class GridCases {

    private GridCases() {}

    /** Rows as models have them: mostly small, a few large, columns of different size. */
    static float[] weights(int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[] weights = new float[rows * columns];
        for (int i = 0; i < weights.length; i++) {
            double outlier = random.nextInt(50) == 0 ? 4 : 1;
            weights[i] = (float) (0.03 * outlier * random.nextGaussian() * (1 + i % columns % 7));
        }
        return weights;
    }

    static float[] importance(int columns, long seed) {
        Random random = new Random(seed);
        float[] importance = new float[columns];
        for (int i = 0; i < columns; i++) {
            importance[i] = random.nextFloat() * (i % 5 == 0 ? 20 : 1);
        }
        return importance;
    }

    /** Codes of every value, in random order. */
    static byte[] anyCodes(Grid grid, long seed) {
        Random random = new Random(seed);
        byte[] codes = new byte[grid.rows() * grid.columns()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) random.nextInt(grid.levels().codes());
        }
        return codes;
    }

    static byte[] rounded(Grid grid, float[] weights) {
        byte[] codes = new byte[weights.length];
        for (int row = 0; row < grid.rows(); row++) {
            grid.round(row, weights, row * grid.columns(), codes);
        }
        return codes;
    }

    /** What the codes stand for. */
    static float[] values(Grid grid, byte[] codes) {
        float[] values = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            values[i] = grid.value(i / grid.columns(), i % grid.columns(), codes[i] & 0xFF);
        }
        return values;
    }

    static byte[] packed(GridFormat format, Grid grid, byte[] codes) {
        byte[] blocks = new byte[(int) format.type().bytesFor(codes.length)];
        format.pack(grid, codes, MemorySegment.ofArray(blocks));
        return blocks;
    }

    static float[] decoded(TensorCodec codec, GridFormat format, byte[] blocks) {
        float[] values = new float[blocks.length / format.type().blockBytes() * format.type().blockSize()];
        codec.decode(format.type(), MemorySegment.ofArray(blocks), values);
        // a negative scale times the level zero is -0 to ggml
        for (int i = 0; i < values.length; i++) {
            values[i] += 0f;
        }
        return values;
    }

    static double squaredError(float[] weights, float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            double error = (double) weights[i] - values[i];
            sum += error * error;
        }
        return sum;
    }
}
