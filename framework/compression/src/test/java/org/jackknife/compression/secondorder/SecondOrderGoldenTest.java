package org.jackknife.compression.secondorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.LinearAlgebra;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sweep against what {@code second_order_golden.py} makes of the papers' equations in NumPy 1.24.2. */
class SecondOrderGoldenTest {

    private static final int THREADS = 2;

    static Stream<Arguments> cases() throws IOException {
        try (InputStream in = SecondOrderGoldenTest.class.getResourceAsStream("second-order.json")) {
            JsonNode file = new ObjectMapper().readTree(in);
            return StreamSupport.stream(file.get("cases").spliterator(), false).map(one -> Arguments.of(name(one), file, one));
        }
    }

    private static String name(JsonNode one) {
        StringBuilder name = new StringBuilder(one.get("method").asText());
        one.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("method") && !field.getKey().equals("codes")) {
                name.append(' ').append(field.getKey()).append('=').append(field.getValue());
            }
        });
        return name.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void storesWhatTheEquationsStore(String name, JsonNode file, JsonNode one) {
        int[] dead = one.has("dead") ? new ObjectMapper().convertValue(one.get("dead"), int[].class) : new int[0];
        int rows = file.get("rows").asInt();
        int columns = file.get("columns").asInt();
        Problem problem = Problem.of(one.get("seed").asLong(), rows, columns, file.get("tokens").asInt(), dead);
        Matrix matrix = problem.matrix();
        byte[] codes = swept(problem, matrix, file, one);
        for (int row = 0; row < rows; row++) {
            String actual = HexFormat.of().formatHex(codes, row * columns, (row + 1) * columns);
            assertThat(actual).as("codes of row %d", row).isEqualTo(one.get("codes").get(row).asText());
        }
        double expected = one.get("outputError").asDouble();
        assertThat(problem.outputError(matrix.weights())).isCloseTo(expected, within(expected / 1000));
    }

    /** The codes, or the mask where nothing is rounded. */
    private static byte[] swept(Problem problem, Matrix matrix, JsonNode file, JsonNode one) {
        try (Arena arena = Arena.ofShared();
                RowWorkers workers = new RowWorkers(THREADS)) {
            LinearAlgebra algebra = LinearAlgebra.openBlas(THREADS);
            ColumnOrder order = one.path("activationOrder").asBoolean() ? ColumnOrder.ACTIVATION : ColumnOrder.NATURAL;
            HessianFactor factor = HessianFactor.of(
                    problem.gram(arena), new HessianSettings(file.get("damping").asDouble(), order), workers, algebra, arena);
            ColumnSweep sweep = new ColumnSweep(factor, workers, algebra);
            if (!one.has("bits")) {
                sweep.run(matrix, new MaskRule(factor, matrix.rows(), sparsity(file, one), ColumnRule.KEEP));
                return mask(matrix.weights());
            }
            MemorySegment packed = arena.allocate(matrix.weights().length);
            GridRule grid = new GridRule(
                    factor,
                    matrix.rows(),
                    new GridRule.Scales(one.path("staticGroups").asBoolean(true), false, null),
                    new PackedMatrix(format(one, matrix.columns()), matrix.columns(), packed),
                    workers);
            sweep.run(
                    matrix,
                    one.has("sparsity") ? new MaskRule(factor, matrix.rows(), sparsity(file, one), grid) : grid);
            grid.pack();
            return packed.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static PlainGrid format(JsonNode one, int columns) {
        int group = one.get("group").asInt();
        return new PlainGrid(
                one.get("bits").asInt(), one.path("symmetric").asBoolean(true), group == columns ? PlainGrid.WHOLE_ROW : group);
    }

    private static MaskRule.Sparsity sparsity(JsonNode file, JsonNode one) {
        MaskPattern pattern = Stream.of(MaskPattern.values())
                .filter(value -> value.toString().equals(one.get("pattern").asText()))
                .findFirst()
                .orElseThrow();
        return new MaskRule.Sparsity(one.get("sparsity").asDouble(), pattern, file.get("maskBlock").asInt());
    }

    private static byte[] mask(float[] weights) {
        byte[] mask = new byte[weights.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (weights[i] == 0 ? 1 : 0);
        }
        return mask;
    }
}
