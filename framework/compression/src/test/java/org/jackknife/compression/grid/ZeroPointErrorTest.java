package org.jackknife.compression.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exact zeros cost K-quants, against ggml's own encoder (llama.cpp b4916), a plain choice and all choices there are. */
class ZeroPointErrorTest {

    private static final int COLUMNS = 256;

    private final TensorCodec ggml = new NativeTensorCodec();

    /** Weights as matrices of models have them. */
    enum Kind {
        GAUSSIAN,
        /** Products of two Gaussian numbers. */
        HEAVY_TAILED,
        /** Gaussian, the smaller half zero. */
        PRUNED;

        float[] weights(int rows) {
            Random random = new Random(5);
            float[] weights = new float[rows * COLUMNS];
            for (int i = 0; i < weights.length; i++) {
                double weight = random.nextGaussian();
                weights[i] = (float) (this == HEAVY_TAILED ? weight * random.nextGaussian() : weight);
                if (this == PRUNED && Math.abs(weight) < 0.6745) {
                    weights[i] = 0;
                }
            }
            return weights;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Q2_K, GAUSSIAN, 1.05", "Q2_K, HEAVY_TAILED, 0.9", "Q2_K, PRUNED, 0.7",
        "Q4_K, GAUSSIAN, 1.1", "Q4_K, HEAVY_TAILED, 1.1", "Q4_K, PRUNED, 0.97",
        "Q5_K, GAUSSIAN, 1.1", "Q5_K, HEAVY_TAILED, 1.1", "Q5_K, PRUNED, 0.9"
    })
    void errsLittleMoreThanGgmlAndLessWhereWeightsAreZero(TensorType type, Kind kind, double ratio) {
        float[] weights = kind.weights(200);
        GridFormat format = GridFormats.encodedWithZero(type, ggml);
        byte[] blocks = new byte[(int) type.bytesFor(weights.length)];
        ggml.encode(type, weights, COLUMNS, MemorySegment.ofArray(blocks), null);
        double theirs = GridCases.squaredError(weights, GridCases.decoded(ggml, format, blocks), 0, weights.length);

        assertThat(Math.sqrt(error(format, weights) / theirs)).isLessThan(ratio);
    }

    @ParameterizedTest
    @CsvSource({"Q2_K, 16, 2, 15", "Q4_K, 32, 4, 63", "Q5_K, 32, 5, 63"})
    void errsLessThanScalesOfTheGreatestWeights(TensorType type, int sub, int bits, int greatestScale) {
        GridFormat format = GridFormats.encodedWithZero(type, ggml);
        for (Kind kind : Kind.values()) {
            float[] weights = kind.weights(50);
            double plain = 0;
            for (int from = 0; from < weights.length; from += COLUMNS) {
                plain += plainError(Arrays.copyOfRange(weights, from, from + COLUMNS), sub, bits, greatestScale);
            }
            assertThat(error(format, weights)).as("%s", kind).isLessThan(0.9 * plain);
        }
    }

    /** Levels from -2^(b-1) to 2^(b-1) - 1 under max|w| / (2^(b-1) - 1), rounded to an integer of a factor that F16 holds. */
    private static double plainError(float[] weights, int sub, int bits, int greatestScale) {
        int half = 1 << bits - 1;
        float[] scales = new float[COLUMNS / sub];
        float greatest = 0;
        for (int i = 0; i < COLUMNS; i++) {
            scales[i / sub] = Math.max(scales[i / sub], Math.abs(weights[i]) / (half - 1));
            greatest = Math.max(greatest, scales[i / sub]);
        }
        float factor = half(greatest / greatestScale);
        double sum = 0;
        for (int i = 0; i < COLUMNS; i++) {
            double scale = factor * Math.rint(scales[i / sub] / factor);
            double error = weights[i] - scale * Math.clamp(Math.rint(weights[i] / scale), -half, half - 1);
            sum += error * error;
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"Q2_K, 16, 2, 15", "Q4_K, 32, 4, 63", "Q5_K, 32, 5, 63"})
    void errsNearlyAsLittleAsTheBestOfAllChoices(TensorType type, int sub, int bits, int greatestScale) {
        GridFormat format = GridFormats.encodedWithZero(type, ggml);
        for (Kind kind : Kind.values()) {
            double ours = 0;
            double best = 0;
            for (int row = 0; row < 4; row++) {
                float[] weights = Arrays.copyOfRange(kind.weights(4), row * COLUMNS, (row + 1) * COLUMNS);
                ours += error(format, weights);
                best += bestError(weights, sub, bits, greatestScale);
            }
            assertThat(ours / best).as("%s", kind).isBetween(0.99, 1.06);
        }
    }

    /** Every pair of scale and minimum that has an exact zero, under factors a fortieth apart. */
    private static double bestError(float[] weights, int sub, int bits, int greatestScale) {
        float greatest = 0;
        for (float weight : weights) {
            greatest = Math.max(greatest, Math.abs(weight));
        }
        double best = Double.POSITIVE_INFINITY;
        for (double share = 0.3; share < 2.2; share *= 1.025) {
            float factor = half((float) (share * greatest / (greatestScale * ((1 << bits) - 1))));
            best = Math.min(best, bestError(weights, sub, bits, factor, greatestScale));
            best = Math.min(best, bestError(weights, sub, bits, -factor, greatestScale));
        }
        return best;
    }

    private static double bestError(float[] weights, int sub, int bits, float factor, int greatestScale) {
        double sum = 0;
        for (int from = 0; from < weights.length; from += sub) {
            double least = Double.POSITIVE_INFINITY;
            for (int scale = 1; scale <= greatestScale; scale++) {
                for (int minimum = 0; minimum <= greatestScale; minimum++) {
                    int product = minimum << bits - 1;
                    if (product % scale == 0 && product / scale < 1 << bits) {
                        int zero = product / scale;
                        least = Math.min(least, error(weights, from, sub, factor * scale, zero, (1 << bits) - 1));
                    }
                }
            }
            sum += least;
        }
        return sum;
    }

    private static double error(float[] weights, int from, int count, double scale, int zero, int highest) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            double error = weights[i] - scale * Math.clamp(Math.rint(weights[i] / scale), -zero, highest - zero);
            sum += error * error;
        }
        return sum;
    }

    private static double error(GridFormat format, float[] weights) {
        Grid grid = format.fit(weights, weights.length / COLUMNS, COLUMNS, null);
        return GridCases.squaredError(weights, GridCases.values(grid, GridCases.rounded(grid, weights)), 0, weights.length);
    }

    private static float half(float number) {
        return Float.float16ToFloat(Float.floatToFloat16(number));
    }
}
