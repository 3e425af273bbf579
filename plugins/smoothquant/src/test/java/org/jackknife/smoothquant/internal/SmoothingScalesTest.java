package org.jackknife.smoothquant.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.testkit.HexFloats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scales, integers and errors against those that {@code smoothquant_golden.py} made with NumPy from the paper. */
class SmoothingScalesTest {

    private static final int BLOCK = 32;
    private static final int SCALE_BYTES = 2;

    /** One line of the golden file. */
    record Golden(String name, double alpha, int columns, float[] x, float[][] weights, float[] scales, String[] integers, double[] errors) {

        static Golden read(String line) {
            String[] fields = line.split(" ");
            return new Golden(
                    fields[0],
                    Double.parseDouble(fields[1]),
                    Integer.parseInt(fields[3]),
                    HexFloats.parse(fields[6]),
                    new float[][] {HexFloats.parse(fields[7]), HexFloats.parse(fields[8])},
                    HexFloats.parse(fields[9]),
                    new String[] {fields[10], fields[11]},
                    new double[] {Double.parseDouble(fields[12]), Double.parseDouble(fields[13])});
        }

        float[] ourScales() {
            float[] both = new float[weights[0].length + weights[1].length];
            System.arraycopy(weights[0], 0, both, 0, weights[0].length);
            System.arraycopy(weights[1], 0, both, weights[0].length, weights[1].length);
            return SmoothingScales.of(maxima(x, columns), maxima(both, columns), alpha);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Golden> goldens() throws IOException {
        try (InputStream file =
                SmoothingScalesTest.class.getResourceAsStream("/org/jackknife/smoothquant/smoothquant_golden.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().map(Golden::read);
        }
    }

    private static float[] maxima(float[] values, int columns) {
        float[] maxima = new float[columns];
        for (int i = 0; i < values.length; i++) {
            maxima[i % columns] = Math.max(maxima[i % columns], Math.abs(values[i]));
        }
        return maxima;
    }

    private static float[] times(float[] values, float[] scales, int sign) {
        float[] product = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            float scale = scales[i % scales.length];
            product[i] = sign > 0 ? values[i] * scale : values[i] / scale;
        }
        return product;
    }

    private static byte[] encoded(float[] values, int columns) {
        byte[] bytes = new byte[Math.toIntExact(TensorType.Q8_0.bytesFor(values.length))];
        new JavaTensorCodec().encode(TensorType.Q8_0, values, columns, MemorySegment.ofArray(bytes), null);
        return bytes;
    }

    private static float[] rounded(float[] values, int columns) {
        float[] decoded = new float[values.length];
        new JavaTensorCodec().decode(TensorType.Q8_0, MemorySegment.ofArray(encoded(values, columns)), decoded);
        return decoded;
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void scalesAreThoseOfNumPy(Golden golden) {
        float[] scales = golden.ourScales();
        for (int channel = 0; channel < scales.length; channel++) {
            assertThat((double) scales[channel])
                    .as("channel %d", channel)
                    .isEqualTo(golden.scales()[channel], within(1e-6 * golden.scales()[channel]));
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void integersOfTheScaledWeightsAreThoseOfNumPy(Golden golden) {
        for (int matrix = 0; matrix < 2; matrix++) {
            byte[] bytes = encoded(times(golden.weights()[matrix], golden.ourScales(), 1), golden.columns());
            int size = BLOCK + SCALE_BYTES;
            StringBuilder integers = new StringBuilder();
            for (int at = SCALE_BYTES; at < bytes.length; at += size) {
                integers.append(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, at, at + BLOCK)));
            }
            assertThat(integers.toString()).isEqualTo(golden.integers()[matrix]);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void productsInEightBitsAreAsFarOffAsThoseOfNumPy(Golden golden) {
        float[] ones = new float[golden.columns()];
        Arrays.fill(ones, 1);
        assertThat(error(golden, golden.ourScales())).isEqualTo(golden.errors()[0], within(1e-3 * golden.errors()[0]));
        assertThat(error(golden, ones)).isEqualTo(golden.errors()[1], within(1e-3 * golden.errors()[1]));
    }

    /** ‖Q(X/s)Q(W·s)ᵀ - XWᵀ‖/‖XWᵀ‖ over both matrices. */
    private static double error(Golden golden, float[] scales) {
        int columns = golden.columns();
        float[] x = rounded(times(golden.x(), scales, -1), columns);
        double change = 0;
        double exact = 0;
        for (float[] weights : golden.weights()) {
            float[] w = rounded(times(weights, scales, 1), columns);
            for (int token = 0; token < x.length; token += columns) {
                for (int row = 0; row < w.length; row += columns) {
                    double product = dot(golden.x(), token, weights, row, columns);
                    double difference = dot(x, token, w, row, columns) - product;
                    change += difference * difference;
                    exact += product * product;
                }
            }
        }
        return Math.sqrt(change / exact);
    }

    private static double dot(float[] left, int leftFrom, float[] right, int rightFrom, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) left[leftFrom + i] * right[rightFrom + i];
        }
        return sum;
    }

    @Test
    void aChannelThatWasAlwaysZeroKeepsItsScaleOfOneAtEveryStrength() {
        for (double alpha : new double[] {0, 0.5, 1}) {
            assertThat(SmoothingScales.of(new float[] {0, 4}, new float[] {2, 2}, alpha)[0]).isEqualTo(1);
        }
    }

    @Test
    void theStrengthsAtTheEndsLookAtOneSideOnly() {
        assertThat(SmoothingScales.of(new float[] {8}, new float[] {0.25f}, 0)).containsExactly(4);
        assertThat(SmoothingScales.of(new float[] {8}, new float[] {0.25f}, 1)).containsExactly(8);
    }
}
