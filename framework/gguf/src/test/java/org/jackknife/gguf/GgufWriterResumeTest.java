package org.jackknife.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is gone on with, after its writer was closed without commit or died. */
class GgufWriterResumeTest {

    private static final TensorSpec FIRST = TensorSpec.of("first", TensorType.I8, 33);
    private static final TensorSpec SECOND = TensorSpec.of("second", TensorType.F16, 8, 5, 2);
    private static final TensorSpec THIRD = TensorSpec.of("third", TensorType.I8, 7);
    private static final List<TensorSpec> SPECS = List.of(FIRST, SECOND, THIRD);
    private static final GgufMetadata METADATA = GgufMetadata.empty().with("which", "one");

    @TempDir
    Path folder;

    private Path target;
    private Path partial;

    @BeforeEach
    void names() {
        target = folder.resolve("model.gguf");
        partial = folder.resolve("model.gguf.partial");
    }

    /** Writes the first tensor whole and the second to its half, and stops. */
    private void interrupted() throws GgufException {
        try (GgufWriter writer = GgufWriter.create(target, METADATA, SPECS)) {
            writer.keepPartial();
            writer.write("first", bytesOf(FIRST));
            writer.force();
            writer.write("second", bytesOf(SECOND).asSlice(0, 80));
        }
    }

    private static MemorySegment bytesOf(TensorSpec spec) {
        byte[] bytes = new byte[(int) spec.byteSize()];
        new Random(spec.name().hashCode()).nextBytes(bytes);
        return MemorySegment.ofArray(bytes);
    }

    @Test
    void theResultIsThatOfAWriterWhichWasNotInterrupted() throws IOException {
        Path whole = folder.resolve("whole.gguf");
        try (GgufWriter writer = GgufWriter.create(whole, METADATA, SPECS)) {
            for (TensorSpec spec : SPECS) {
                writer.write(spec.name(), bytesOf(spec));
            }
            writer.commit();
        }
        interrupted();
        try (GgufWriter writer = GgufWriter.resume(target, METADATA, SPECS, List.of("first")).orElseThrow()) {
            assertThat(writer.isComplete("first")).isTrue();
            assertThat(writer.isComplete("second")).as("half of it was there").isFalse();
            writer.write("second", bytesOf(SECOND));
            writer.write("third", bytesOf(THIRD));
            writer.commit();
        }
        assertThat(target).hasSameBinaryContentAs(whole);
        assertThat(partial).doesNotExist();
    }

    @Test
    void aKeptFileSurvivesSeveralInterruptions() throws IOException {
        interrupted();
        try (GgufWriter writer = GgufWriter.resume(target, METADATA, SPECS, List.of("first")).orElseThrow()) {
            writer.keepPartial();
            writer.write("third", bytesOf(THIRD));
        }
        try (GgufWriter writer =
                GgufWriter.resume(target, METADATA, SPECS, List.of("first", "third")).orElseThrow()) {
            writer.write("second", bytesOf(SECOND));
            writer.commit();
        }
        try (Gguf model = Gguf.open(target)) {
            for (TensorSpec spec : SPECS) {
                assertThat(model.data(model.tensor(spec.name()).orElseThrow()).mismatch(bytesOf(spec)))
                        .as(spec.name())
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void completeTensorsAreReadBackAndOthersAreNot() throws IOException {
        interrupted();
        try (GgufWriter writer = GgufWriter.resume(target, METADATA, SPECS, List.of("first")).orElseThrow()) {
            MemorySegment all = MemorySegment.ofArray(new byte[33]);
            writer.read("first", 0, all);
            assertThat(all.mismatch(bytesOf(FIRST))).isEqualTo(-1);
            MemorySegment some = MemorySegment.ofArray(new byte[4]);
            writer.read("first", 29, some);
            assertThat(some.toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo(bytesOf(FIRST).asSlice(29).toArray(ValueLayout.JAVA_BYTE));

            assertThatThrownBy(() -> writer.read("first", 30, some))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'first' has 33 bytes, asked for are 4 from byte 30");
            assertThatThrownBy(() -> writer.read("first", -1, some)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.read("second", 0, some))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'second' is not complete");
        }
    }

    @Test
    void aCompleteTensorTakesNoMoreBytes() throws IOException {
        interrupted();
        try (GgufWriter writer = GgufWriter.resume(target, METADATA, SPECS, List.of("first")).orElseThrow()) {
            assertThatThrownBy(() -> writer.write("first", bytesOf(FIRST))).hasMessageContaining("would get 33 more");
        }
    }

    @Test
    void otherMetadataOrTensorsAreNothingToGoOnWith() throws IOException {
        interrupted();
        GgufMetadata other = GgufMetadata.empty().with("which", "two");
        assertThat(GgufWriter.resume(target, other, SPECS, List.of("first"))).as("metadata").isEmpty();
        List<TensorSpec> fewer = List.of(FIRST, SECOND);
        assertThat(GgufWriter.resume(target, METADATA, fewer, List.of("first"))).as("tensors").isEmpty();
        assertThat(partial).as("looked at, not touched").exists();
    }

    @Test
    void noFileAndACutFileAreNothingToGoOnWith() throws IOException {
        assertThat(GgufWriter.resume(target, METADATA, SPECS, List.of())).as("no file").isEmpty();
        interrupted();
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            // 80 bytes of the second, 31 of padding, 1 of the first
            channel.truncate(channel.size() - 112);
        }
        assertThat(GgufWriter.resume(target, METADATA, SPECS, List.of("first")))
                .as("cut within the tensor that is said to be complete")
                .isEmpty();
        Files.write(partial, new byte[3]);
        assertThat(GgufWriter.resume(target, METADATA, SPECS, List.of())).as("cut within the header").isEmpty();
    }

    @Test
    void aTensorThatWasNotDeclaredCannotBeComplete() throws IOException {
        interrupted();
        assertThatThrownBy(() -> GgufWriter.resume(target, METADATA, SPECS, List.of("fourth")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'fourth' was not declared");
    }

    @Test
    void withoutKeepingNothingStays() throws IOException {
        interrupted();
        Optional<GgufWriter> writer = GgufWriter.resume(target, METADATA, SPECS, List.of("first"));
        writer.orElseThrow().close();
        assertThat(partial).doesNotExist();
    }

    @Test
    void forcingAfterTheEndDoesNothing() throws IOException {
        GgufWriter writer = GgufWriter.create(target, METADATA, List.of(FIRST));
        writer.write("first", bytesOf(FIRST));
        writer.commit();
        writer.close();
        writer.force();
        writer.close();
        assertThat(target).exists();
    }
}
