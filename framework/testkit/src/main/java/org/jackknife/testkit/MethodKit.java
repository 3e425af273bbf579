package org.jackknife.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds a compression method to its contract, on a small model of random weights.
 *
 * @param <O> the method's options
 */
public abstract class MethodKit<O extends Record> {

    @TempDir
    protected Path folder;

    /** The method under test. */
    protected abstract Method<O> method();

    /** Written options, as a recipe would give them. */
    protected abstract Map<String, String> written();

    /** What encodes and decodes; the plain Java codec unless the method needs more types. */
    protected TensorCodec codec() {
        return new JavaTensorCodec();
    }

    /** The model that is compressed. */
    protected FixtureModels model() {
        return FixtureModels.of("llama").with(TensorType.F16);
    }

    private O options() {
        return OptionSchema.of(method().optionsType()).bind("method", written());
    }

    private Path compressed(String name, int threads) throws IOException {
        Path target = folder.resolve(name);
        try (Gguf source = Gguf.open(model().write(folder.resolve("source.gguf")))) {
            method().compress(options(), new RecordedCompression(source, codec(), target, threads));
        }
        return target;
    }

    @Test
    void writesWhatItPlanned() throws IOException {
        List<TensorSpec> planned = method().plan(options(), model().metadata(), model().tensors());
        try (Gguf result = Gguf.open(compressed("result.gguf", 2))) {
            assertThat(result.tensors().stream().map(TensorInfo::spec)).isEqualTo(planned);
        }
    }

    @Test
    void tellsWorkAndMemoryInAdvance() {
        MethodCost cost = method().cost(options(), model().metadata(), model().tensors());
        double encoded = cost.encoded().stream().mapToLong(MethodCost.Encoding::weights).sum();
        assertThat(encoded + cost.visits() + cost.flops() + cost.calibration()).isPositive();
        assertThat(cost.memory()).isPositive();
    }

    @Test
    void theSameInputGivesTheSameBytesOnAnyNumberOfThreads() throws IOException {
        assertThat(compressed("one.gguf", 1)).hasSameBinaryContentAs(compressed("three.gguf", 3));
    }

    @Test
    void leavesTheSourceAlone() throws IOException {
        byte[] before = Files.readAllBytes(model().write(folder.resolve("source.gguf")));
        compressed("result.gguf", 1);
        assertThat(Files.readAllBytes(folder.resolve("source.gguf"))).isEqualTo(before);
    }

    @Test
    void keepsTheVocabulary() throws IOException {
        try (Gguf result = Gguf.open(compressed("result.gguf", 1))) {
            model().metadata().values().forEach((key, value) -> {
                if (key.startsWith("tokenizer.")) {
                    assertThat(result.metadata().get(key)).as(key).contains(value);
                }
            });
        }
    }

    @Test
    void reportsEveryTensorThatItChanged() throws IOException {
        Path target = folder.resolve("result.gguf");
        try (Gguf source = Gguf.open(model().write(folder.resolve("source.gguf")))) {
            RecordedCompression context = new RecordedCompression(source, codec(), target, 1);
            method().compress(options(), context);
            List<String> reported = context.reports().stream().map(TensorReport::tensor).toList();
            try (Gguf result = Gguf.open(target)) {
                for (TensorInfo tensor : result.tensors()) {
                    if (!sameBytes(source, tensor, result)) {
                        assertThat(reported).contains(tensor.name());
                    }
                }
            }
            assertThat(context.reports()).isNotEmpty().allSatisfy(report -> {
                assertThat(report.relativeError()).isBetween(0.0, 10.0);
                assertThat(report.zeroFraction()).isBetween(0.0, 1.0);
            });
            assertThat(context.progressTold()).isSorted().isNotEmpty();
        }
    }

    @Test
    void goesOnAfterAnInterruptionWithTheTensorThatCameNext() throws IOException {
        Path whole = compressed("whole.gguf", 1);
        Path target = folder.resolve("result.gguf");
        try (Gguf source = Gguf.open(folder.resolve("source.gguf"))) {
            RecordedCompression all = new RecordedCompression(source, codec(), folder.resolve("all.gguf"), 1);
            method().compress(options(), all);
            int half = Math.max(1, all.reports().size() / 2);
            RecordedCompression first =
                    new RecordedCompression(source, codec(), target, 1).interruptedAfter(half);
            assertThatThrownBy(() -> method().compress(options(), first))
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isInstanceOf(RecordedCompression.Interruption.class),
                            thrown -> assertThat(thrown).hasRootCauseInstanceOf(RecordedCompression.Interruption.class));
            RecordedCompression second = first.resumed();
            method().compress(options(), second);
            List<TensorReport> both = new ArrayList<>(first.reports());
            both.addAll(second.reports());
            assertThat(both).as("each tensor is treated once").containsExactlyInAnyOrderElementsOf(all.reports());
        }
        assertThat(target).hasSameBinaryContentAs(whole);
    }

    private static boolean sameBytes(Gguf source, TensorInfo tensor, Gguf result) {
        return source.tensor(tensor.name())
                .filter(before -> before.type() == tensor.type())
                .map(before -> MemorySegment.mismatch(
                                source.data(before), 0, before.byteSize(), result.data(tensor), 0, tensor.byteSize())
                        == -1)
                .orElse(false);
    }

    @Test
    void aTargetThatCannotBeWrittenIsAnError() throws IOException {
        Path nowhere = folder.resolve("missing-folder").resolve("result.gguf");
        try (Gguf source = Gguf.open(model().write(folder.resolve("source.gguf")))) {
            assertThatThrownBy(() -> method().compress(options(), new RecordedCompression(source, codec(), nowhere, 1)))
                    .isInstanceOf(IOException.class);
        }
        assertThat(nowhere).doesNotExist();
    }
}
