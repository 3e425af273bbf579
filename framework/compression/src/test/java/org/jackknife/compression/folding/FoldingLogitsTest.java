package org.jackknife.compression.folding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.model.Model;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.FixtureModels.Sizes;
import org.jackknife.gguf.testing.NativeLibrary;
import org.jackknife.llamacpp.LlamaCppEngine;
import org.jackknife.llamacpp.LlamaCppOptions;
import org.jackknife.testkit.LogitDifference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Folding by itself, with random scales in every group, changes nothing that llama.cpp computes. */
class FoldingLogitsTest {

    /** Keys and values are cached as they are; rounding them to F16 would hide what folding changes. */
    private static final LlamaCppOptions EXACT =
            LlamaCppOptions.of(Map.of("context", "128", "threads", "1", "keyType", "f32", "valueType", "f32"));

    private static final double FLOAT_ERROR = 2e-5;

    /** ggml looks GELU up in a table by the argument's F16 form, a step of 2^-11 where the argument moves by a float's. */
    private static final double GELU_STEP = 1e-3;

    @TempDir
    Path folder;

    static Stream<Arguments> models() {
        FixtureModels llama = FixtureModels.of("llama");
        return Stream.of(
                model("llama", llama, FLOAT_ERROR),
                model("llama, a value head for each query head", llama.with(new Sizes(2, 64, 4, 4, 96, 0)), FLOAT_ERROR),
                model("llama, three experts and one value head", llama.with(new Sizes(2, 32, 4, 1, 64, 3)), FLOAT_ERROR),
                model("qwen2", FixtureModels.of("qwen2"), FLOAT_ERROR),
                model("gemma", FixtureModels.of("gemma"), GELU_STEP),
                model("gemma2", FixtureModels.of("gemma2"), GELU_STEP),
                model("gemma3", FixtureModels.of("gemma3"), GELU_STEP),
                model("internlm2", FixtureModels.of("internlm2"), FLOAT_ERROR),
                model("phi3", FixtureModels.of("phi3"), FLOAT_ERROR));
    }

    private static Arguments model(String name, FixtureModels fixture, double tolerance) {
        return Arguments.of(Named.of(name, fixture), tolerance);
    }

    @BeforeEach
    void needsLlamaCpp() {
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void leavesTheLogitsAlone(FixtureModels fixture, double tolerance) throws IOException {
        Path dense = fixture.write(folder.resolve("dense.gguf"));
        Path folded = folder.resolve("folded.gguf");
        int changed = FoldedModels.write(dense, folded, tensor -> true);
        // attention norm, fused matrix, output; feed-forward norm, fused matrix, down: phi3 has the fewest
        assertThat(changed).isGreaterThanOrEqualTo(6 * fixture.sizes().blocks());
        assertThat(largestDifference(dense, folded)).isLessThan(tolerance);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void withoutTheNormsItWouldBeSeen(FixtureModels fixture, double tolerance) throws IOException {
        Path dense = fixture.write(folder.resolve("dense.gguf"));
        Path broken = folder.resolve("broken.gguf");
        FoldedModels.write(dense, broken, tensor -> !tensor.endsWith("norm.weight"));
        assertThat(largestDifference(dense, broken)).isGreaterThan(50 * tolerance);
    }

    private static double largestDifference(Path first, Path second) {
        return LogitDifference.largest(FoldingLogitsTest::open, first, second);
    }

    private static EngineSession open(Path file) {
        return new LlamaCppEngine().open(Model.ofFile(file.getFileName().toString(), file, ""), EXACT);
    }
}
