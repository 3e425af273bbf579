package org.jackknife.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.NativeJudge;
import org.jackknife.gguf.testing.NativeLibrary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufTest {
    /** The version follows the magic number; tensor count, metadata count and the first key come behind it. */
    private static final int VERSION_AT = 4;

    @TempDir
    Path folder;

    private final FixtureModels fixture = FixtureModels.of("llama");
    private Path file;

    @BeforeEach
    void writeModel() throws GgufException {
        file = fixture.write(folder.resolve("model.gguf"));
    }

    @Test
    void readsBackWhatWasWritten() throws GgufException {
        try (Gguf model = Gguf.open(file)) {
            assertThat(model.version()).isEqualTo(3);
            assertThat(model.architecture()).isEqualTo("llama");
            assertThat(model.metadata()).isEqualTo(fixture.metadata());
            assertThat(model.tensors()).extracting(TensorInfo::spec).isEqualTo(fixture.tensors());
            assertThat(model.parameterCount())
                    .isEqualTo(fixture.tensors().stream().mapToLong(TensorSpec::elements).sum());
            assertThat(model.tensor("no such tensor")).isEmpty();
        }
    }

    @Test
    void describesTensorsRowByRow() throws GgufException {
        try (Gguf model = Gguf.open(file)) {
            TensorInfo down = model.tensor("blk.1.ffn_down.weight").orElseThrow();
            assertThat(down.shape()).containsExactly(64L, 32L);
            assertThat(down.rowLength()).isEqualTo(64);
            assertThat(down.rows()).isEqualTo(32);
            assertThat(down.rowBytes()).isEqualTo(256);
            assertThat(down.length(3)).isEqualTo(1);
            assertThat(down.offset() % 32).isZero();
            assertThat(model.data(down).byteSize()).isEqualTo(64 * 32 * 4);
            assertThat(down).hasToString("blk.1.ffn_down.weight F32 [64 x 32]");
        }
    }

    @Test
    void unloadedTensorsReadAsBefore() throws GgufException {
        try (Gguf model = Gguf.open(file)) {
            TensorInfo down = model.tensor("blk.1.ffn_down.weight").orElseThrow();
            byte[] before = model.data(down).toArray(ValueLayout.JAVA_BYTE);

            model.unload(down);

            assertThat(model.data(down).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
        }
    }

    @Test
    void readsVersionTwoWhichDiffersInTheNumberOnly() throws IOException {
        patch(VERSION_AT, 2, Integer.BYTES);
        try (Gguf model = Gguf.open(file)) {
            assertThat(model.version()).isEqualTo(2);
            assertThat(model.metadata()).isEqualTo(fixture.metadata());
        }
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        try (NativeJudge judge = new NativeJudge()) {
            assertThat(judge.judge(file)).isEqualTo("OK");
        }
    }

    @Test
    void dataCannotBeReadAfterClose() throws GgufException {
        Gguf model = Gguf.open(file);
        MemorySegment data = model.data(model.tensors().getFirst());
        model.close();
        model.close();
        assertThatThrownBy(() -> data.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void dataOfAnotherModelIsRefused() throws GgufException {
        TensorInfo strange = new TensorInfo(TensorSpec.of("output_norm.weight", TensorType.F32, 1), 0, 0);
        try (Gguf model = Gguf.open(file)) {
            assertThatThrownBy(() -> model.data(strange)).hasMessageContaining("output_norm.weight");
        }
    }

    @Test
    void hashIsThatOfTheWholeFile() throws Exception {
        byte[] expected = java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        try (Gguf model = Gguf.open(file)) {
            assertThat(model.sha256()).isEqualTo(java.util.HexFormat.of().formatHex(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x46554748, 4, starts with",
        "4, 1, 4, version is 1",
        "4, 4, 4, version is 4",
        "4, 0x03000000, 4, big-endian",
        "8, -1, 8, tensor count",
        "8, 1000000000, 8, tensor count",
        "16, 0x7fffffff, 8, metadata count",
        "24, 0x7fffffffffffffff, 8, metadata key 0",
        "24, -1, 8, metadata key 0",
        "32, 0xff, 1, not UTF-8"
    })
    void refusesDamagedHeaders(int at, String value, int bytes, String message) throws IOException {
        patch(at, Long.decode(value), bytes);
        assertThatThrownBy(() -> Gguf.open(file))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("model.gguf");
    }

    @Test
    void refusesTruncatedFilesWhereverTheyEnd() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 997) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Gguf.open(file)).as("%d bytes", length).isInstanceOf(GgufException.class);
        }
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> Gguf.open(folder.resolve("absent.gguf")))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("absent.gguf");
    }

    @Test
    void opensASplitModelAsOne() throws IOException {
        SplitFiles split = SplitFiles.write(folder, fixture);
        try (Gguf whole = Gguf.open(file); Gguf joined = Gguf.open(split.first())) {
            assertThat(joined.files()).hasSize(2);
            assertThat(joined.metadata()).isEqualTo(whole.metadata());
            assertThat(joined.tensors()).extracting(TensorInfo::spec)
                    .isEqualTo(whole.tensors().stream().map(TensorInfo::spec).toList());
            for (TensorInfo tensor : joined.tensors()) {
                TensorInfo same = whole.tensor(tensor.name()).orElseThrow();
                assertThat(joined.data(tensor).mismatch(whole.data(same))).as(tensor.name()).isEqualTo(-1);
            }
            assertThat(GgufChecker.check(joined)).isEmpty();
        }
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        try (NativeJudge judge = new NativeJudge()) {
            assertThat(judge.judge(split.first())).isEqualTo("OK");
        }
    }

    @Test
    void refusesSplitModelsThatLackAPartOrMixParts() throws IOException {
        SplitFiles split = SplitFiles.write(folder, fixture);
        assertThatThrownBy(() -> Gguf.open(split.second())).hasMessageContaining("split.no");
        Path renamed = Files.copy(split.first(), folder.resolve("renamed.gguf"));
        assertThatThrownBy(() -> Gguf.open(renamed)).hasMessageContaining("-00001-of-00002.gguf");
        Files.delete(split.second());
        assertThatThrownBy(() -> Gguf.open(split.first())).hasMessageContaining("00002-of-00002");
        Files.copy(split.first(), split.second());
        assertThatThrownBy(() -> Gguf.open(split.first())).hasMessageContaining("do not belong together");
    }

    @Test
    void opensAndChecksATrainedModel() throws GgufException {
        Path trial = Path.of(System.getProperty("jackknife.shared", "absent"), "data", "models", "trial-f32.gguf");
        assumeTrue(Files.exists(trial), "no trained model at " + trial);
        try (Gguf model = Gguf.openChecked(trial)) {
            assertThat(GgufChecker.checkDeeply(model)).isEmpty();
            assertThat(model.parameterCount()).isEqualTo(2_656_512);
            assertThat(model.metadata().u32("llama.block_count")).contains(4L);
            assertThat(model.metadata().strings("tokenizer.ggml.tokens").orElseThrow()).hasSize(1152);
        }
    }

    @Test
    void copyingATrainedModelGivesTheSameBytes() throws GgufException {
        Path trial = Path.of(System.getProperty("jackknife.shared", "absent"), "data", "models", "trial-f32.gguf");
        assumeTrue(Files.exists(trial), "no trained model at " + trial);
        Path copy = folder.resolve("copy.gguf");
        try (Gguf model = Gguf.open(trial)) {
            List<TensorSpec> specs = model.tensors().stream().map(TensorInfo::spec).toList();
            try (GgufWriter writer = GgufWriter.create(copy, model.metadata(), specs)) {
                for (TensorInfo tensor : model.tensors()) {
                    writer.write(tensor.name(), model.data(tensor));
                }
                writer.commit();
            }
        }
        assertThat(copy).hasSameBinaryContentAs(trial);
    }

    private void patch(int at, long value, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(file);
        byte[] number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        System.arraycopy(number, 0, content, at, bytes);
        Files.write(file, content);
    }

    /** The fixture, its tensors dealt out to two files as gguf-split does. */
    private record SplitFiles(Path first, Path second) {
        static SplitFiles write(Path folder, FixtureModels fixture) throws GgufException {
            SplitFiles files = new SplitFiles(
                    folder.resolve("split-00001-of-00002.gguf"), folder.resolve("split-00002-of-00002.gguf"));
            int half = fixture.tensors().size() / 2;
            int all = fixture.tensors().size();
            try (Gguf whole = Gguf.open(fixture.write(folder.resolve("whole.gguf")))) {
                writePart(files.first, numbered(fixture.metadata(), 0, all), whole, whole.tensors().subList(0, half));
                writePart(files.second, numbered(GgufMetadata.empty(), 1, all), whole, whole.tensors().subList(half, all));
            }
            return files;
        }

        private static GgufMetadata numbered(GgufMetadata metadata, int number, int tensors) {
            return metadata.with("split.no", new GgufValue.U16(number))
                    .with("split.count", new GgufValue.U16(2))
                    .with("split.tensors.count", new GgufValue.I32(tensors));
        }

        private static void writePart(Path file, GgufMetadata metadata, Gguf whole, List<TensorInfo> tensors)
                throws GgufException {
            List<TensorSpec> specs = tensors.stream().map(TensorInfo::spec).toList();
            try (GgufWriter writer = GgufWriter.create(file, metadata, specs)) {
                for (TensorInfo tensor : tensors) {
                    writer.write(tensor.name(), whole.data(tensor));
                }
                writer.commit();
            }
        }
    }
}
