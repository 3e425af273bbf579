package org.jackknife.compression.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Grids over ggml's scales, held to ggml's own encoder and decoder (llama.cpp b4916). */
class EncodedFormatTest {

    private static final int ROWS = 40;

    private final TensorCodec ggml = new NativeTensorCodec();

    static Stream<TensorType> types() {
        return GridFormats.encodedTypes().stream();
    }

    static Stream<Arguments> typesWithAndWithoutImportance() {
        return types().flatMap(type -> Stream.of(Arguments.of(type, false), Arguments.of(type, true)));
    }

    @ParameterizedTest
    @MethodSource("typesWithAndWithoutImportance")
    void valuesAreWhatGgmlDecodes(TensorType type, boolean weighed) {
        GridFormat format = GridFormats.encoded(type, ggml);
        float[] weights = GridCases.weights(ROWS, format.span(), 1);
        Grid grid = format.fit(weights, ROWS, format.span(), importance(format, weighed));
        byte[] codes = GridCases.anyCodes(grid, 2);

        assertThat(GridCases.decoded(ggml, format, GridCases.packed(format, grid, codes)))
                .isEqualTo(GridCases.values(grid, codes));
    }

    @ParameterizedTest
    @MethodSource("typesWithAndWithoutImportance")
    void ggmlsCodesMakeGgmlsBytes(TensorType type, boolean weighed) {
        GridFormat format = GridFormats.encoded(type, ggml);
        float[] weights = GridCases.weights(ROWS, format.span(), 3);
        byte[] blocks = encoded(format, weights, importance(format, weighed));
        Grid grid = format.fit(weights, ROWS, format.span(), importance(format, weighed));

        byte[] codes = codesOf(GridCases.decoded(ggml, format, blocks), grid);

        assertThat(GridCases.packed(format, grid, codes)).isEqualTo(blocks);
    }

    @ParameterizedTest
    @MethodSource("types")
    void roundingIsNoWorseThanGgmlsUnderTheSameScales(TensorType type) {
        GridFormat format = GridFormats.encoded(type, ggml);
        float[] weights = GridCases.weights(ROWS, format.span(), 4);
        Grid grid = format.fit(weights, ROWS, format.span(), null);

        float[] ours = GridCases.values(grid, GridCases.rounded(grid, weights));
        float[] theirs = GridCases.decoded(ggml, format, encoded(format, weights, null));

        for (int i = 0; i < weights.length; i++) {
            float oursOff = Math.abs(weights[i] - ours[i]);
            float theirsOff = Math.abs(weights[i] - theirs[i]);
            // between two values, as far from one as from the other but for rounding, either will do
            assertThat(oursOff).as("weight %d", i).isLessThanOrEqualTo(theirsOff + Math.ulp(weights[i]) + Math.ulp(ours[i]));
        }
    }

    @ParameterizedTest
    @MethodSource("typesWithAndWithoutImportance")
    void spansHaveTheScalesOfWholeRows(TensorType type, boolean weighed) {
        GridFormat format = GridFormats.encoded(type, ggml);
        int span = format.span();
        float[] row = GridCases.weights(1, 3 * span, 5);
        float[] importance = weighed ? GridCases.importance(3 * span, 6) : null;
        byte[] blocks = new byte[(int) type.bytesFor(row.length)];
        ggml.encode(type, row, row.length, MemorySegment.ofArray(blocks), importance);

        for (int i = 0; i < 3; i++) {
            float[] weights = Arrays.copyOfRange(row, i * span, (i + 1) * span);
            float[] part = weighed ? Arrays.copyOfRange(importance, i * span, (i + 1) * span) : null;
            assertThat(format.fit(weights, 1, span, part).blocks())
                    .as("span %d", i)
                    .isEqualTo(Arrays.copyOfRange(blocks, i * type.blockBytes(), (i + 1) * type.blockBytes()));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void zerosStayZerosWhateverTheImportance(TensorType type) {
        GridFormat format = GridFormats.encoded(type, ggml);
        float[] zeros = new float[format.span()];
        Grid grid = format.fit(zeros, 1, zeros.length, new float[zeros.length]);

        byte[] blocks = GridCases.packed(format, grid, GridCases.rounded(grid, zeros));

        assertThat(GridCases.decoded(ggml, format, blocks)).containsOnly(0);
    }

    @Test
    void refusesATypeWhoseBlocksHoldNoCodes() {
        assertThatThrownBy(() -> GridFormats.encoded(TensorType.IQ2_XXS, ggml))
                .hasMessage("codes cannot be put into blocks of IQ2_XXS; there are [Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL]");
    }

    private float[] importance(GridFormat format, boolean weighed) {
        return weighed ? GridCases.importance(format.span(), 7) : null;
    }

    private byte[] encoded(GridFormat format, float[] weights, float[] importance) {
        byte[] blocks = new byte[(int) format.type().bytesFor(weights.length)];
        ggml.encode(format.type(), weights, format.span(), MemorySegment.ofArray(blocks), importance);
        return blocks;
    }

    /** The one code of each weight whose value is what was decoded. */
    private static byte[] codesOf(float[] values, Grid grid) {
        byte[] codes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            int found = 0;
            for (int code = 0; code < grid.levels().codes(); code++) {
                if (grid.value(i / grid.columns(), i % grid.columns(), code) == values[i]) {
                    codes[i] = (byte) code;
                    found++;
                }
            }
            assertThat(found).as("codes of weight %d", i).isEqualTo(1);
        }
        return codes;
    }
}
