package org.jackknife.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jackknife.gguf.internal.check.LlamaCpp;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.FixtureVocabulary;
import org.jackknife.gguf.testing.NativeJudge;
import org.jackknife.gguf.testing.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixtureModelsTest {
    @TempDir
    Path folder;

    static Stream<FixtureModels> models() {
        FixtureModels llama = FixtureModels.of("llama");
        return Stream.of(
                llama,
                llama.with(FixtureVocabulary.SPM),
                llama.with(TensorType.Q8_0),
                llama.with(TensorType.Q4_0).with(new FixtureModels.Sizes(3, 64, 4, 4, 96, 0)),
                llama.with(TensorType.BF16).with(new FixtureModels.Sizes(1, 32, 4, 2, 32, 4)),
                FixtureModels.of("qwen2").with(TensorType.F16),
                FixtureModels.of("gemma"),
                FixtureModels.of("gemma2").with(FixtureVocabulary.SPM),
                FixtureModels.of("gemma3").with(TensorType.F16),
                FixtureModels.of("internlm2").with(TensorType.Q8_0),
                FixtureModels.of("phi3").with(TensorType.Q4_1));
    }

    @ParameterizedTest
    @MethodSource("models")
    void passTheCheckerAndRunInLlamaCpp(FixtureModels model) throws IOException {
        Path file = model.write(folder.resolve("model.gguf"));
        try (Gguf gguf = Gguf.openChecked(file)) {
            assertThat(GgufChecker.checkDeeply(gguf)).isEmpty();
        }
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        try (NativeJudge judge = new NativeJudge()) {
            assertThat(judge.judge(file)).isEqualTo("OK");
        }
    }

    @Test
    void everyPreTokenizerOfTheTableIsOneOfLlamaCpp() throws IOException {
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        FixtureModels model = FixtureModels.of("llama");
        List<String> tokens = new ArrayList<>(model.metadata().strings("tokenizer.ggml.tokens").orElseThrow());
        tokens.set(tokens.indexOf("<|im_start|>"), "<mask>");
        GgufMetadata metadata = model.metadata().with("tokenizer.ggml.tokens", GgufValue.strings(tokens));
        Path file = folder.resolve("model.gguf");
        try (NativeJudge judge = new NativeJudge()) {
            for (String pre : LlamaCpp.PRE_TOKENIZERS) {
                model.write(file, metadata.with("tokenizer.ggml.pre", pre));
                assertThat(judge.judge(file)).as(pre).isEqualTo("OK");
            }
            model.write(file, metadata.with("tokenizer.ggml.pre", "no such thing"));
            assertThat(judge.judge(file)).isEqualTo("REFUSED");
        }
    }

    @Test
    void equalSettingsGiveEqualFiles() throws IOException {
        FixtureModels model = FixtureModels.of("qwen2");
        assertThat(model.write(folder.resolve("a.gguf"))).hasSameBinaryContentAs(model.write(folder.resolve("b.gguf")));
        Path other = model.withSeed(2).write(folder.resolve("c.gguf"));
        try (Gguf a = Gguf.open(folder.resolve("a.gguf")); Gguf c = Gguf.open(other)) {
            assertThat(a.sha256()).isNotEqualTo(c.sha256());
        }
    }
}
