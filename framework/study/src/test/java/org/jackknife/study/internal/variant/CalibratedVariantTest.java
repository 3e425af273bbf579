package org.jackknife.study.internal.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.WeightChange;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.study.VariantReport;
import org.jackknife.study.testing.FakePlugins;
import org.jackknife.study.testing.FakeTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants of methods that calibrate. */
class CalibratedVariantTest {

    @TempDir
    Path folder;

    private Model model;
    private Path corpus;

    /** Copies, and reports the sum of squares that the engine's only matrix saw. */
    private static final class SeeingMethod implements Method<SeeingMethod.Options> {

        record Options(
                CalibrationOptions calibration,
                @Option(value = "Whether it says that it calibrates.", defaultValue = "true") boolean says) {}

        @Override
        public Class<Options> optionsType() {
            return Options.class;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Optional<CalibrationOptions> calibration(Options options) {
            return options.says() ? Optional.of(options.calibration()) : Optional.empty();
        }

        @Override
        public void compress(Options options, MethodContext context) throws IOException {
            float seen = context.calibrator()
                    .channels(options.calibration())
                    .of(FakeTokens.MATRIX)
                    .orElseThrow()
                    .sumOfSquares()[0];
            Gguf source = context.source();
            try (GgufWriter writer = context.create(
                    source.metadata(), source.tensors().stream().map(TensorInfo::spec).toList())) {
                for (TensorInfo tensor : source.tensors()) {
                    writer.write(tensor.name(), source.data(tensor));
                    context.report(new WeightChange().report(tensor, tensor.type()).withNote("saw " + seen));
                }
                writer.commit();
            }
        }
    }

    @BeforeEach
    void write() throws IOException {
        Path file = FixtureModels.of("llama").write(folder.resolve("source.gguf"));
        try (Gguf gguf = Gguf.open(file)) {
            model = Model.ofFile("tiny", file, gguf.sha256());
        }
        corpus = Files.writeString(folder.resolve("corpus.txt"), "ab".repeat(1000));
    }

    private static FakePlugins plugins() {
        return new FakePlugins(List.of(
                new Contribution<>("seeing", "Sees.", "org.jackknife.fakes 1.0.0", true, new SeeingMethod()),
                new Contribution<>("llamacpp", "Runs.", "org.jackknife.fakes 1.0.0", true, new FakeTokens())));
    }

    private Recipe recipe(String more) {
        return Recipe.parse("seeing(corpus=\"%s\", samples=2, length=500%s)".formatted(corpus, more));
    }

    private VariantReport compress(String more) throws IOException {
        return new Compressor(new VariantStore(folder.resolve("variants")), plugins(), "test")
                .compress(model, recipe(more), 1, Progress.SILENT);
    }

    private String fingerprint() {
        return VariantSteps.of(model.sha256().orElseThrow(), recipe(""), plugins()).fingerprint();
    }

    @Test
    void theMethodSeesTheCorpusAndTheReportSaysWhatIsWorthKnowing() throws IOException {
        VariantReport report = compress("");
        // the model's context of 128 bounds the length; half of the tokens are 97, half 98
        assertThat(report.tensors().getFirst().note()).isEqualTo("saw " + (128f * 97 * 97 + 128f * 98 * 98));
        assertThat(report.notes())
                .containsExactly("calibration sequences have 128 tokens in place of 500, for the model's context is no longer");
        assertThat(compress("").notes()).as("from the store").isEqualTo(report.notes());
    }

    @Test
    void aChangedCorpusMakesANewVariant() throws IOException {
        String before = fingerprint();
        assertThat(fingerprint()).isEqualTo(before);
        Files.writeString(corpus, "ba".repeat(1000));
        assertThat(fingerprint()).isNotEqualTo(before);
    }

    @Test
    void aCorpusThatIsNotThereIsToldBeforehand() throws IOException {
        Files.delete(corpus);
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("method seeing: there is no corpus " + corpus);
    }

    @Test
    void aMethodThatDidNotSayThatItCalibratesIsRefused() {
        assertThatThrownBy(() -> compress(", says=false"))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("method seeing calibrates without saying so beforehand");
    }
}
