package org.jackknife.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds a method that compresses matrices one by one to what all of them have in common. Its options are expected to have
 * {@code include}, {@code exclude} and {@code dequantise}.
 *
 * @param <O> the method's options
 */
public abstract class MatrixMethodKit<O extends Record> extends MethodKit<O> {

    private static final String TENSOR = "blk.1.ffn_down.weight";

    /** Compresses a model with the kit's options and some more. */
    protected RecordedCompression compress(Path model, Map<String, String> more) throws IOException {
        return compress(model, more, source -> new RandomCalibrator(source, 7, 256));
    }

    /** The same with another calibration of the model. */
    protected RecordedCompression compress(
            Path model, Map<String, String> more, Function<Gguf, Calibrator> calibration) throws IOException {
        Map<String, String> options = new HashMap<>(written());
        options.putAll(more);
        try (Gguf source = Gguf.open(model)) {
            RecordedCompression context = new RecordedCompression(
                    source, codec(), folder.resolve("result.gguf"), 2, calibration.apply(source));
            method().compress(OptionSchema.of(method().optionsType()).bind("method", options), context);
            return context;
        }
    }

    private Path source() throws IOException {
        return model().write(folder.resolve("source.gguf"));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesWeightsThatAreNotFiniteAndSaysWhere(float weight) throws IOException {
        Path source = source();
        float[] weights = ModelWeights.read(source, TENSOR);
        int columns = model().sizes().feedForward();
        weights[3 * columns + 5] = weight;
        ModelWeights.write(source, TENSOR, weights);
        assertThatThrownBy(() -> compress(source, Map.of()))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining(TENSOR)
                .hasMessageContaining(Float.toString(weight))
                .hasMessageContaining("row 3, column 5")
                .hasMessageContaining("exclude");
        assertThat(folder.resolve("result.gguf")).doesNotExist();
    }

    @Test
    void refusesWhatIsQuantisedAlreadyBeforeItReadsAWeight() {
        FixtureModels quantised = model().with(TensorType.Q8_0);
        O options = OptionSchema.of(method().optionsType()).bind("method", written());
        assertThatThrownBy(() -> method().plan(options, quantised.metadata(), quantised.tensors()))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("Q8_0")
                .hasMessageContaining("dequantise=true");
    }

    @Test
    void treatsWhatIsQuantisedAlreadyWhereTheUserAcceptsTheLossAndSaysSo() throws IOException {
        Path source = model().with(TensorType.Q8_0).write(folder.resolve("source.gguf"));
        assertThat(compress(source, Map.of("dequantise", "true")).reports())
                // a method may change norms too, which are never quantised
                .filteredOn(report -> !report.tensor().endsWith("norm.weight"))
                .isNotEmpty()
                .allSatisfy(report -> {
                    assertThat(report.from()).isEqualTo(TensorType.Q8_0);
                    assertThat(report.note()).contains("dequantised from Q8_0");
                });
    }

    @Test
    void leavesExcludedMatricesAsTheyAre() throws IOException {
        Path source = source();
        List<TensorReport> reports = compress(source, Map.of("exclude", "blk\\.1\\.")).reports();
        assertThat(reports).isNotEmpty().noneMatch(report -> report.tensor().startsWith("blk.1."));
        try (Gguf before = Gguf.open(source); Gguf after = Gguf.open(folder.resolve("result.gguf"))) {
            TensorInfo tensor = after.tensor(TENSOR).orElseThrow();
            assertThat(after.data(tensor).mismatch(before.data(before.tensor(TENSOR).orElseThrow()))).isEqualTo(-1);
        }
    }

    @Test
    void refusesASelectionThatLeavesNothing() throws IOException {
        Path source = source();
        assertThatThrownBy(() -> compress(source, Map.of("exclude", "weight")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("exclude");
    }

    @Test
    void treatsTheMatricesOfExperts() throws IOException {
        FixtureModels.Sizes sizes = model().sizes();
        FixtureModels experts = model().with(new FixtureModels.Sizes(
                sizes.blocks(), sizes.embedding(), sizes.heads(), sizes.headsKv(), sizes.feedForward(), 3));
        assertThat(compress(experts.write(folder.resolve("source.gguf")), Map.of()).reports())
                .extracting(TensorReport::tensor)
                .contains("blk.0.ffn_gate_exps.weight", "blk.0.ffn_up_exps.weight", "blk.1.ffn_down_exps.weight");
    }
}
