package org.jackknife.rtn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.compression.GridOptions;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RoundToNearest;
import org.jackknife.compression.RowWorkers;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.GridFormats;
import org.jackknife.compression.grid.UniformScheme;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.jackknife.testkit.HexFloats;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored, as ggml decodes it, against the integers and scales that {@code rtn_golden.py} makes with NumPy. */
class RtnGoldenTest {

    /** One line of the golden file. */
    record Golden(String name, Map<String, String> options, int columns, float[] weights, float[] values) {

        static Golden read(String line) {
            String[] fields = line.split(" ");
            int columns = Integer.parseInt(fields[6]);
            int bits = Integer.parseInt(fields[1]);
            boolean symmetric = Boolean.parseBoolean(fields[2]);
            int group = fields[3].equals("channel") ? columns : Integer.parseInt(fields[3]);
            Map<String, String> options = Map.of(
                    "bits", fields[1], "symmetric", fields[2], "group", fields[3], "searchScale", fields[4]);
            byte[] codes = HexFormat.of().parseHex(fields[8]);
            float[] scales = HexFloats.parse(fields[9]);
            float[] offsets = HexFloats.parse(fields[10]);
            float[] values = new float[codes.length];
            for (int i = 0; i < codes.length; i++) {
                int level = Byte.toUnsignedInt(codes[i]) - (symmetric ? 1 << bits - 1 : 0);
                values[i] = scales[i / group] * level + offsets[i / group];
            }
            return new Golden(fields[0], options, columns, HexFloats.parse(fields[7]), values);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Golden> goldens() throws IOException {
        try (InputStream file = RtnGoldenTest.class.getResourceAsStream("rtn_golden.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().map(Golden::read);
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void storesTheIntegersAndScalesThatNumPyMakes(Golden golden) {
        UniformScheme scheme = OptionSchema.of(GridOptions.class)
                .bind("method rtn", golden.options())
                .schemeOf("blk.0.attn_q.weight");
        GridFormat format = GridFormats.uniform(scheme);
        int rows = golden.weights().length / golden.columns();
        Matrix matrix = new Matrix("w", 0, rows, golden.columns(), golden.weights());
        float[] decoded = new float[golden.weights().length];
        try (Arena arena = Arena.ofShared();
                RowWorkers workers = new RowWorkers(2)) {
            MemorySegment stored = arena.allocate(format.type().bytesFor(decoded.length));
            RoundToNearest.quantise(matrix, null, new PackedMatrix(format, golden.columns(), stored), workers);
            new NativeTensorCodec().decode(format.type(), stored, decoded);
        }
        assertThat(decoded).usingComparatorWithPrecision(0f).containsExactly(golden.values());
    }
}
