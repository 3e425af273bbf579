package org.jackknife.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufException;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceModelTest {

    /** The size that the project promises for its embedded model. */
    private static final long LARGEST_BYTES = 16L << 20;

    @TempDir
    private Path folder;

    private final ReferenceModel model = new ReferenceModel();

    @Test
    void theUnpackedFilePassesTheCheckerAndIsTheOneOnTheCard() throws IOException, GgufException {
        Path file = model.unpack(folder.resolve("new"));

        assertThat(file).hasSize(model.card().bytes());
        assertThat(model.card().bytes()).isLessThanOrEqualTo(LARGEST_BYTES);
        try (Gguf gguf = Gguf.openChecked(file)) {
            assertThat(gguf.sha256()).isEqualTo(model.card().sha256());
            assertThat(gguf.architecture()).isEqualTo("llama");
            assertThat(gguf.parameterCount()).isEqualTo(model.card().parameters());
        }
    }

    @Test
    void matricesAreF16WithRowsThatEveryBlockFormatDivides() throws IOException, GgufException {
        try (Gguf gguf = Gguf.openChecked(model.unpack(folder))) {
            assertThat(gguf.tensors()).allSatisfy(tensor -> {
                boolean matrix = tensor.shape().size() == 2;
                assertThat(tensor.type()).as(tensor.name()).isEqualTo(matrix ? TensorType.F16 : TensorType.F32);
                assertThat(tensor.shape().getFirst() % 256).as(tensor.name()).isZero();
            });
        }
    }

    @Test
    void aSecondCallLeavesTheFileAlone() throws IOException {
        Path file = model.unpack(folder);
        FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, longAgo);

        assertThat(model.unpack(folder)).isEqualTo(file);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
    }

    @Test
    void aDamagedCopyIsReplaced() throws IOException {
        Path file = model.unpack(folder);
        Files.write(file, "not a model".getBytes(StandardCharsets.UTF_8));

        assertThat(model.unpack(folder)).isEqualTo(file).hasSize(model.card().bytes());
    }

    @Test
    void severalAtOnceLeaveOneWholeFileAndNothingElse() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Path>> calls = Stream.generate(() -> (Callable<Path>) () -> new ReferenceModel().unpack(folder))
                    .limit(4)
                    .toList();
            for (Future<Path> unpacked : threads.invokeAll(calls)) {
                assertThat(unpacked.get()).hasSize(model.card().bytes());
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.collect(Collectors.toList())).hasSize(1);
        }
    }
}
