package org.jackknife.awq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.NativeLibrary;
import org.jackknife.llamacpp.LlamaCppEngine;
import org.jackknife.llamacpp.LlamaCppOptions;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.jackknife.testkit.LogitDifference;
import org.jackknife.testkit.ModelWeights;
import org.jackknife.testkit.RecordedCompression;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With eight bits, what llama.cpp computes stays close to the dense model, however far the scales are from 1: they are
 * folded right. Calibration is random here, so scales are larger than outliers of these models call for, and quiet channels
 * pay for it.
 */
class AwqLogitsTest {

    private static final LlamaCppOptions OPTIONS = LlamaCppOptions.of(Map.of("context", "128", "threads", "1"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "gemma", "gemma2", "gemma3", "internlm2", "phi3"})
    void staysCloseToTheDenseModelInEveryArchitecture(String architecture) throws IOException {
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        Path dense = FixtureModels.of(architecture).write(folder.resolve("dense.gguf"));
        Path folded = folder.resolve("folded.gguf");
        try (Gguf source = Gguf.openChecked(dense)) {
            RecordedCompression context = new RecordedCompression(source, new NativeTensorCodec(), folded, 2);
            AwqMethod.Options options =
                    OptionSchema.of(AwqMethod.Options.class).bind("awq", Map.of("bits", "8", "group", "32", "clip", "false"));
            new AwqMethod().compress(options, context);
            assertThat(context.reports()).anySatisfy(report -> assertThat(report.note()).containsPattern("alpha 0\\.[1-9]"));
        }
        Gguf.openChecked(folded).close();
        double close = LogitDifference.largest(AwqLogitsTest::open, dense, decoded(folded, folded));
        double withoutNorms = LogitDifference.largest(AwqLogitsTest::open, dense, decoded(folded, dense));
        assertThat(close).isLessThan(0.3);
        assertThat(withoutNorms).as("scales in the matrices alone").isGreaterThan(10 * close);
    }

    /**
     * The same weights in F32, so that llama.cpp does not round activations too.
     *
     * @param norms the model that norms are taken from
     */
    private Path decoded(Path model, Path norms) throws IOException {
        Path target = folder.resolve("decoded.gguf");
        try (Gguf source = Gguf.openChecked(model)) {
            List<TensorSpec> tensors = source.tensors().stream()
                    .map(tensor -> new TensorSpec(tensor.name(), TensorType.F32, tensor.shape()))
                    .toList();
            try (GgufWriter writer = GgufWriter.create(target, source.metadata(), tensors)) {
                for (TensorSpec tensor : tensors) {
                    float[] weights = ModelWeights.read(
                            tensor.name().endsWith("norm.weight") ? norms : model, tensor.name(), new NativeTensorCodec());
                    byte[] bytes = new byte[weights.length * Float.BYTES];
                    MemorySegment.copy(
                            weights, 0, MemorySegment.ofArray(bytes), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, weights.length);
                    writer.write(tensor.name(), MemorySegment.ofArray(bytes));
                }
                writer.commit();
            }
        }
        return target;
    }

    private static EngineSession open(Path file) {
        return new LlamaCppEngine().open(Model.ofFile(file.getFileName().toString(), file, ""), OPTIONS);
    }
}
