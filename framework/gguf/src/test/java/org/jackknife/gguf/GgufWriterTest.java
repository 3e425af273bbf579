package org.jackknife.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufWriterTest {
    private static final TensorSpec ODD = TensorSpec.of("odd", TensorType.I8, 33);
    private static final TensorSpec MATRIX = TensorSpec.of("matrix", TensorType.F16, 8, 5, 2);

    @TempDir
    Path folder;

    @Test
    void takesTensorsInAnyOrderAndAnyChunking() throws IOException {
        byte[] odd = random(33);
        byte[] matrix = random(160);
        Path file = folder.resolve("model.gguf");
        try (GgufWriter writer = GgufWriter.create(file, GgufMetadata.empty(), List.of(ODD, MATRIX))) {
            writer.write("matrix", MemorySegment.ofArray(matrix).asSlice(0, 100));
            writer.write("odd", Channels.newChannel(new ByteArrayInputStream(odd)));
            writer.write("matrix", MemorySegment.ofArray(matrix).asSlice(100));
            writer.commit();
        }
        try (Gguf model = Gguf.open(file)) {
            assertThat(bytes(model, "odd")).isEqualTo(odd);
            assertThat(bytes(model, "matrix")).isEqualTo(matrix);
        }
    }

    /** So large that it is forced to the disk several times while it grows. */
    @Test
    void aLargeFileIsWholeAfterCommitAndGoneWithoutIt() throws IOException {
        TensorSpec large = TensorSpec.of("large", TensorType.I8, 30_000_001);
        MemorySegment bytes = MemorySegment.ofArray(random(30_000_001));
        Path file = folder.resolve("large.gguf");
        for (boolean commit : new boolean[] {false, true}) {
            try (GgufWriter writer = GgufWriter.create(file, GgufMetadata.empty(), List.of(large))) {
                for (long from = 0; from < bytes.byteSize(); from += 700_001) {
                    writer.write("large", bytes.asSlice(from, Math.min(700_001, bytes.byteSize() - from)));
                }
                if (commit) {
                    writer.commit();
                }
            }
            try (var left = Files.list(folder)) {
                assertThat(left.toList()).isEqualTo(commit ? List.of(file) : List.of());
            }
        }
        try (Gguf model = Gguf.open(file)) {
            assertThat(model.data(model.tensors().getFirst()).mismatch(bytes)).isEqualTo(-1);
        }
    }

    @Test
    void writesAllTypesOfMetadata() throws IOException {
        GgufMetadata metadata = GgufMetadata.empty()
                .with("u8", new GgufValue.U8(255))
                .with("i8", new GgufValue.I8((byte) -128))
                .with("u16", new GgufValue.U16(65535))
                .with("i16", new GgufValue.I16((short) -32768))
                .with("u32", GgufValue.u32(0xFFFF_FFFFL))
                .with("i32", new GgufValue.I32(Integer.MIN_VALUE))
                .with("f32", GgufValue.f32(Float.MIN_VALUE))
                .with("bool", GgufValue.bool(true))
                .with("string", "\u00e4\u20ac\uD83D\uDE00")
                .with("u64", new GgufValue.U64(-1))
                .with("i64", new GgufValue.I64(Long.MIN_VALUE))
                .with("f64", new GgufValue.F64(Double.MAX_VALUE))
                .with("strings", GgufValue.strings(List.of("", "a\nb")))
                .with("floats", GgufValue.f32s(1, -2))
                .with("empty", new GgufValue.Array(GgufType.BOOL, List.of()));
        Path file = write(metadata, ODD);
        try (Gguf model = Gguf.open(file)) {
            assertThat(model.metadata()).isEqualTo(metadata);
        }
    }

    @Test
    void obeysTheAlignmentOfTheMetadata() throws IOException {
        Path file = write(GgufMetadata.empty().with("general.alignment", GgufValue.u32(256)), ODD, MATRIX);
        try (Gguf model = Gguf.open(file)) {
            assertThat(model.tensors()).allMatch(tensor -> tensor.offset() % 256 == 0);
        }
        assertThat(Files.size(file) % 256).isZero();
    }

    @Test
    void leavesNothingBehindWithoutCommit() throws IOException {
        Path file = folder.resolve("model.gguf");
        try (GgufWriter writer = GgufWriter.create(file, GgufMetadata.empty(), List.of(ODD))) {
            writer.write("odd", MemorySegment.ofArray(new byte[33]));
            assertThat(folder.resolve("model.gguf.partial")).exists();
            assertThat(file).doesNotExist();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsTheOldFileUntilTheNewOneIsWhole() throws IOException {
        Path file = write(GgufMetadata.empty().with("which", "old"), ODD);
        try (GgufWriter writer = GgufWriter.create(file, GgufMetadata.empty().with("which", "new"), List.of(ODD))) {
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'odd' has 0 bytes, declared are 33");
        }
        try (Gguf model = Gguf.open(file)) {
            assertThat(model.metadata().string("which")).contains("old");
        }
    }

    @Test
    void refusesTooManyBytesUnknownTensorsAndLateBytes() throws IOException {
        Path file = folder.resolve("model.gguf");
        MemorySegment whole = MemorySegment.ofArray(new byte[33]);
        try (GgufWriter writer = GgufWriter.create(file, GgufMetadata.empty(), List.of(ODD))) {
            assertThatThrownBy(() -> writer.write("odd", MemorySegment.ofArray(new byte[34])))
                    .hasMessageContaining("declared with 33 bytes, has 0, and would get 34 more");
            assertThatThrownBy(() -> writer.write("even", whole)).hasMessageContaining("'even' was not declared");
            writer.write("odd", whole);
            writer.commit();
            assertThatThrownBy(() -> writer.write("odd", whole)).hasMessageContaining("after commit");
        }
        assertThat(file).exists();
    }

    @Test
    void refusesBadDeclarations() {
        Path file = folder.resolve("model.gguf");
        assertThatThrownBy(() -> GgufWriter.create(file, GgufMetadata.empty(), List.of(ODD, ODD)))
                .hasMessageContaining("'odd' is declared twice");
        GgufMetadata misaligned = GgufMetadata.empty().with("general.alignment", GgufValue.u32(48));
        assertThatThrownBy(() -> GgufWriter.create(file, misaligned, List.of(ODD))).hasMessageContaining("power of two");
        assertThatThrownBy(() -> TensorSpec.of("row", TensorType.Q4_0, 33)).hasMessageContaining("multiple of 32");
        assertThatThrownBy(() -> TensorSpec.of("none", TensorType.F32)).hasMessageContaining("0 dimensions");
        assertThatThrownBy(() -> TensorSpec.of("zero", TensorType.F32, 4, 0)).hasMessageContaining("positive");
        assertThatThrownBy(() -> TensorSpec.of("n".repeat(64), TensorType.F32, 4)).hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> TensorSpec.of("huge", TensorType.F32, Long.MAX_VALUE, 4)).hasMessageContaining("2^63");
    }

    @Test
    void saysWhichFolderCannotBeWritten() {
        assertThatThrownBy(() -> GgufWriter.create(folder.resolve("no/such/x.gguf"), GgufMetadata.empty(), List.of(ODD)))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("no/such");
    }

    private Path write(GgufMetadata metadata, TensorSpec... tensors) throws GgufException {
        Path file = folder.resolve("model.gguf");
        try (GgufWriter writer = GgufWriter.create(file, metadata, List.of(tensors))) {
            for (TensorSpec tensor : tensors) {
                writer.write(tensor.name(), MemorySegment.ofArray(new byte[(int) tensor.byteSize()]));
            }
            writer.commit();
        }
        return file;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(Gguf model, String tensor) {
        return model.data(model.tensor(tensor).orElseThrow()).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }
}
