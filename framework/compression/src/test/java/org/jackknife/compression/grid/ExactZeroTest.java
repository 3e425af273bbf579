package org.jackknife.compression.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks with minima whose zeros are exact, held to ggml's decoder and encoder (llama.cpp b4916). */
class ExactZeroTest {

    private static final int ROWS = 40;

    private final TensorCodec ggml = new NativeTensorCodec();

    /** Formats of every type with minima or offsets. */
    static Stream<GridFormat> formats() {
        TensorCodec codec = new NativeTensorCodec();
        Stream<GridFormat> encoded = Stream.of(TensorType.Q2_K, TensorType.Q4_K, TensorType.Q5_K)
                .map(type -> GridFormats.encodedWithZero(type, codec));
        Stream<GridFormat> uniform = Stream.of(2, 3, 4, 5)
                .flatMap(bits -> Stream.of(false, true).map(search -> new UniformScheme(bits, false, 128, search)))
                .map(GridFormats::uniformWithZero);
        return Stream.concat(encoded, uniform);
    }

    static Stream<Arguments> formatsAndRows() {
        return formats().flatMap(format -> rows(format.span())
                .map(row -> Arguments.of(format.type(), row.name(), format, row.weights())));
    }

    private record Row(String name, float[] weights) {}

    private static Stream<Row> rows(int columns) {
        return Stream.of(
                row("random", GridCases.weights(1, columns, 1)),
                row("positive", positive(columns, 1)),
                row("negative", positive(columns, -1)),
                row("far from zero", filled(columns, 10, 13.75f)),
                row("constant", filled(columns, -0.375f, -0.375f)),
                row("one outlier", filled(columns, 1e-3f, 60)),
                row("one weight", filled(columns, 0, -3.1f)),
                row("all zero", new float[columns]),
                row("of the least halves", scaled(columns, 0x1p-24f)),
                row("below the least half", scaled(columns, 0x1p-40f)),
                row("below the least normal float", scaled(columns, 0x1p-135f)),
                row("near the greatest half", scaled(columns, 8000)));
    }

    private static Row row(String name, float[] weights) {
        return new Row(name, weights);
    }

    private static float[] positive(int columns, int sign) {
        float[] weights = GridCases.weights(1, columns, 2);
        for (int i = 0; i < columns; i++) {
            weights[i] = sign * Math.abs(weights[i]);
        }
        return weights;
    }

    private static float[] filled(int columns, float weight, float other) {
        float[] weights = new float[columns];
        Arrays.fill(weights, weight);
        weights[3] = other;
        return weights;
    }

    private static float[] scaled(int columns, float scale) {
        float[] weights = GridCases.weights(1, columns, 3);
        for (int i = 0; i < columns; i++) {
            weights[i] *= scale;
        }
        return weights;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("formatsAndRows")
    void zerosOfAnyRowAreDecodedAsZero(TensorType type, String name, GridFormat format, float[] row) {
        float[] weights = row.clone();
        for (int i = 0; i < weights.length; i += 2) {
            weights[i] = 0;
        }
        Grid grid = format.fit(weights, 1, weights.length, null);

        float[] decoded = GridCases.decoded(
                ggml, format, GridCases.packed(format, grid, GridCases.rounded(grid, weights)));

        for (int i = 0; i < weights.length; i += 2) {
            assertThat(decoded[i]).as("weight %d", i).isZero();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("formatsAndRows")
    void rowsWithoutZerosHaveALevelZeroToo(TensorType type, String name, GridFormat format, float[] row) {
        Grid grid = format.fit(row, 1, row.length, null);

        for (int column = 0; column < row.length; column++) {
            assertThat(grid.value(0, column, grid.code(0, column, 0))).as("column %d", column).isZero();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("formatsAndRows")
    void valuesAreWhatGgmlDecodes(TensorType type, String name, GridFormat format, float[] row) {
        Grid grid = format.fit(row, 1, row.length, null);
        byte[] codes = GridCases.anyCodes(grid, 4);

        assertThat(GridCases.decoded(ggml, format, GridCases.packed(format, grid, codes)))
                .isEqualTo(GridCases.values(grid, codes));
    }

    @Test
    void asymmetricScalesAreRoundedUntilTheZeroPointIsExact() {
        // s = 1.5 / 15 = 0.1, z = 0.7 / 0.1 = 7: three bits, so that eight are left for s, of 2^-11 each; 205 · 2^-11
        float[] weights = new float[32];
        weights[0] = -0.7f;
        weights[1] = 0.8f;
        Grid grid = GridFormats.uniformWithZero(new UniformScheme(4, false, 32, false)).fit(weights, 1, 32, null);

        assertThat(grid.scale(0, 0)).isEqualTo(0.10009765625f);
        assertThat(grid.offset(0, 0)).isEqualTo(-7 * 0.10009765625f);
        assertThat(grid.code(0, 2, 0)).isEqualTo(7);
    }

    @Test
    void importanceMakesTheSearchSpareTheColumnsThatMatter() {
        float[] weights = GridCases.weights(ROWS, 256, 6);
        float[] importance = GridCases.importance(256, 7);
        GridFormat format = GridFormats.encodedWithZero(TensorType.Q2_K, ggml);

        assertThat(weighted(format.fit(weights, ROWS, 256, importance), weights, importance))
                .isLessThan(0.9 * weighted(format.fit(weights, ROWS, 256, null), weights, importance));
        assertThat(format.fit(weights, ROWS, 256, new float[256]).blocks())
                .isEqualTo(format.fit(weights, ROWS, 256, null).blocks());
    }

    private static double weighted(Grid grid, float[] weights, float[] importance) {
        float[] values = GridCases.values(grid, GridCases.rounded(grid, weights));
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += importance[i % importance.length] * Math.pow(weights[i] - values[i], 2);
        }
        return sum;
    }

    @Test
    void refusesATypeWithoutZero() {
        assertThatThrownBy(() -> GridFormats.encodedWithZero(TensorType.IQ4_NL, ggml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IQ4_NL hold no exact zero");
    }

    @ParameterizedTest
    @CsvSource({"Q2_K, 491280", "Q4_K, 515844", "Q5_K, 257922"})
    void refusesScalesBeyondHalfPrecision(TensorType type, String greatest) {
        float[] weights = new float[256];
        weights[7] = -1e38f;
        GridFormat format = GridFormats.encodedWithZero(type, ggml);

        assertThatThrownBy(() -> format.fit(weights, 1, 256, null))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("blocks of " + type)
                .hasMessageContaining("none beyond " + greatest);
    }
}
