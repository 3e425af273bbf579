package org.jackknife.wanda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.testkit.HexFloats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks against those that {@code wanda_golden.py} made with NumPy from the paper's equation. */
class WandaMaskTest {

    private final RowWorkers workers = new RowWorkers(2);

    @AfterEach
    void close() {
        workers.close();
    }

    /** One line of the golden file. */
    record Golden(
            String name, int rows, int columns, MaskPattern pattern, double sparsity, float[] weights, float[] squares, String mask) {

        static Golden read(String line) {
            String[] fields = line.split(" ");
            MaskPattern pattern = Arrays.stream(MaskPattern.values())
                    .filter(any -> any.toString().equals(fields[3]))
                    .findFirst()
                    .orElseThrow();
            return new Golden(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    pattern,
                    Double.parseDouble(fields[4]),
                    HexFloats.parse(fields[5]),
                    HexFloats.parse(fields[6]),
                    fields[7]);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Golden> goldens() throws IOException {
        try (InputStream file = WandaMaskTest.class.getResourceAsStream("/org/jackknife/wanda/wanda_golden.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().map(Golden::read);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void zeroesWhatNumPyZeroes(Golden golden) {
        float[] expected = golden.weights().clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = golden.mask().charAt(i) == '1' ? 0 : expected[i];
        }
        Matrix matrix = new Matrix("w", 0, golden.rows(), golden.columns(), golden.weights().clone());
        WandaMask.of("w", golden.squares()).apply(matrix, golden.sparsity(), golden.pattern(), workers);
        assertThat(matrix.weights()).containsExactly(expected);
    }

    /** By hand: the scores are (4 0 8 3), (3 4 8 9) and (3 2 0 6); magnitude would take other weights of the first two rows. */
    @Test
    void aSmallMatrixByHand() {
        float[] weights = {4, 0, 1, -1, 3, -2, -1, -3, -3, 1, 0, 2};
        float[] norms = {1, 2, 8, 3};
        float[] squares = new float[4];
        for (int j = 0; j < 4; j++) {
            squares[j] = norms[j] * norms[j];
        }
        Matrix matrix = new Matrix("w", 0, 3, 4, weights.clone());
        WandaMask.of("w", squares).apply(matrix, 0.5, MaskPattern.UNSTRUCTURED, workers);
        assertThat(matrix.weights()).containsExactly(4, 0, 1, 0, 0, 0, -1, -3, -3, 0, 0, 2);
    }

    @Test
    void withoutDataTheSmallestOfEachRowGo() {
        Matrix matrix = new Matrix("w", 0, 2, 4, new float[] {1, -2, 3, 4, 50, 60, -70, 80});
        WandaMask.withoutData(4).apply(matrix, 0.5, MaskPattern.UNSTRUCTURED, workers);
        assertThat(matrix.weights()).containsExactly(0, 0, 3, 4, 0, 0, -70, 80);
    }

    @Test
    void inputsThatWereAllZeroLeaveTheLastOfEachRow() {
        Matrix matrix = new Matrix("w", 0, 1, 4, new float[] {9, 1, 2, 3});
        WandaMask.of("w", new float[4]).apply(matrix, 0.5, MaskPattern.UNSTRUCTURED, workers);
        assertThat(matrix.weights()).containsExactly(0, 0, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void refusesNormsThatAreNotFinite(float sum) {
        assertThatThrownBy(() -> WandaMask.of("blk.0.ffn_up.weight", new float[] {1, sum}))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("channel 1 of tensor blk.0.ffn_up.weight");
    }
}
