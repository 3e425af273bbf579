package org.jackknife.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.method.MethodException;
import org.jackknife.calibration.ImportanceMatrix.Entry;
import org.jackknife.calibration.ImportanceMatrix.Origin;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are built here byte by byte, as tools/imatrix/imatrix.cpp of llama.cpp writes them. */
class ImportanceMatrixTest {

    @TempDir
    Path folder;

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(ByteBuffer bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.putInt(utf8.length).put(utf8);
    }

    private Path written(ByteBuffer bytes) throws IOException {
        byte[] content = new byte[bytes.flip().remaining()];
        bytes.get(content);
        return Files.write(folder.resolve("matrix.dat"), content);
    }

    private static ByteBuffer twoEntries() {
        ByteBuffer bytes = buffer().putInt(2);
        put(bytes, "blk.0.attn_q.weight");
        bytes.putInt(4).putInt(3).putFloat(4).putFloat(8).putFloat(2);
        put(bytes, "blk.0.ffn_down.weight");
        bytes.putInt(2).putInt(1).putFloat(7);
        return bytes;
    }

    @Test
    void readsTheBinaryFormWithAndWithoutItsEnding() throws IOException {
        ByteBuffer bytes = twoEntries();
        ImportanceMatrix old = ImportanceMatrix.read(written(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
        assertThat(old.of("blk.0.attn_q.weight", 3)).contains(new float[] {1, 2, 0.5f});
        assertThat(old.of("blk.0.ffn_down.weight", 1)).contains(new float[] {3.5f});
        assertThat(old.of("blk.0.ffn_up.weight", 3)).isEmpty();
        bytes.putInt(12);
        put(bytes, "wiki.txt");
        assertThat(ImportanceMatrix.read(written(bytes)).origin()).isEqualTo(new Origin("wiki.txt", 12, 1));
    }

    @Test
    void refusesABinaryFileThatIsCutOff() throws IOException {
        ByteBuffer bytes = twoEntries();
        bytes.position(bytes.position() - 2);
        Path file = written(bytes);
        assertThatThrownBy(() -> ImportanceMatrix.read(file))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("matrix.dat ends before the 1 values of blk.0.ffn_down.weight, at byte");
    }

    @Test
    void refusesNumbersThatAreNotFinite() throws IOException {
        ByteBuffer bytes = buffer().putInt(1);
        put(bytes, "a.weight");
        Path file = written(bytes.putInt(1).putInt(1).putFloat(Float.NaN));
        assertThatThrownBy(() -> ImportanceMatrix.read(file)).hasMessageContaining("value 0 of tensor a.weight is not finite");
    }

    @Test
    void writesTheBinaryFormOverSequencesAndWithoutTensorsThatSawNothing() throws IOException {
        // 20 tokens in sequences of 8 are three calls
        Map<String, Entry> entries = Map.of(
                "b.weight", new Entry(new float[] {1, 2}, 20),
                "a.weight", new Entry(new float[] {0.5f}, 8),
                "unseen.weight", new Entry(new float[] {1}, 0));
        Path file = folder.resolve("written.dat");
        new ImportanceMatrix("here", new Origin("corpus", 3, 8), entries).writeBinary(file);
        ByteBuffer expected = buffer().putInt(2);
        put(expected, "a.weight");
        expected.putInt(1).putInt(1).putFloat(0.5f);
        put(expected, "b.weight");
        expected.putInt(3).putInt(2).putFloat(3).putFloat(6).putInt(3);
        put(expected, "corpus");
        assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(written(expected)));
    }

    /** Writes tensors of one or two dimensions. */
    private Path gguf(Map<String, float[][]> tensors) throws IOException {
        Path file = folder.resolve("matrix.gguf");
        List<TensorSpec> specs = new ArrayList<>();
        tensors.forEach((name, rows) -> specs.add(TensorSpec.of(name, TensorType.F32, rows[0].length, rows.length)));
        GgufMetadata metadata = GgufMetadata.empty()
                .with("general.type", "imatrix")
                .with("imatrix.datasets", GgufValue.strings(List.of("wiki.txt")))
                .with("imatrix.chunk_count", GgufValue.u32(5))
                .with("imatrix.chunk_size", GgufValue.u32(512));
        try (GgufWriter writer = GgufWriter.create(file, metadata, specs);
                Arena arena = Arena.ofConfined()) {
            for (Map.Entry<String, float[][]> tensor : tensors.entrySet()) {
                for (float[] row : tensor.getValue()) {
                    writer.write(tensor.getKey(), arena.allocateFrom(ValueLayout.JAVA_FLOAT, row));
                }
            }
            writer.commit();
        }
        return file;
    }

    @Test
    void readsTheGgufFormWithOneForExpertsThatSawNothing() throws IOException {
        Map<String, float[][]> tensors = new LinkedHashMap<>();
        tensors.put("blk.0.attn_q.weight.in_sum2", new float[][] {{8, 4}});
        tensors.put("blk.0.attn_q.weight.counts", new float[][] {{16}});
        tensors.put("blk.0.ffn_up_exps.weight.in_sum2", new float[][] {{8, 4}, {0, 0}, {3, 9}});
        tensors.put("blk.0.ffn_up_exps.weight.counts", new float[][] {{4}, {0}, {3}});
        tensors.put("blk.0.attn_q.weight.something_else", new float[][] {{1}});
        ImportanceMatrix matrix = ImportanceMatrix.read(gguf(tensors));
        assertThat(matrix.of("blk.0.attn_q.weight", 2)).contains(new float[] {0.5f, 0.25f});
        assertThat(matrix.of("blk.0.ffn_up_exps.weight", 6)).contains(new float[] {2, 1, 1, 1, 1, 3});
        assertThat(matrix.entries().get("blk.0.ffn_up_exps.weight").tokens()).isEqualTo(4);
        assertThat(matrix.origin()).isEqualTo(new Origin("wiki.txt", 5, 512));
    }

    @Test
    void refusesSumsWithoutCounts() throws IOException {
        Path file = gguf(Map.of("a.weight.in_sum2", new float[][] {{1}}));
        assertThatThrownBy(() -> ImportanceMatrix.read(file))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("sums for tensor a.weight, but no counts");
    }

    @Test
    void refusesAModelInPlaceOfAMatrix() throws IOException {
        Path file = gguf(Map.of("blk.0.attn_q.weight", new float[][] {{1}}));
        assertThatThrownBy(() -> ImportanceMatrix.read(file)).hasMessageContaining("is no importance matrix");
    }

    @Test
    void refusesAMatrixOfAnotherModel() throws IOException {
        ImportanceMatrix matrix = ImportanceMatrix.read(written(twoEntries()));
        assertThatThrownBy(() -> matrix.of("blk.0.attn_q.weight", 4))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("holds 3 values for tensor blk.0.attn_q.weight, needed are 4");
    }
}
