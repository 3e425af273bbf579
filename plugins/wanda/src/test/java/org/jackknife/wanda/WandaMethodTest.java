package org.jackknife.wanda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.testkit.MatrixMethodKit;
import org.jackknife.testkit.ModelWeights;
import org.jackknife.testkit.PlainOutputError;
import org.jackknife.testkit.RandomCalibrator;
import org.jackknife.testkit.RecordedCompression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WandaMethodTest extends MatrixMethodKit<WandaMethod.Options> {

    private static final FixtureModels EXPERTS =
            FixtureModels.of("llama").with(TensorType.F16).with(new FixtureModels.Sizes(1, 32, 4, 2, 96, 3));

    @Override
    protected Method<WandaMethod.Options> method() {
        return new WandaMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of();
    }

    /** The whole way, with scores made here from the activations themselves and masks by sorting. */
    @ParameterizedTest(name = "sequential={0}")
    @ValueSource(booleans = {false, true})
    void zeroesTheLowestProductsOfWeightAndNormOfEachExpertsOwnInputs(boolean sequential) throws IOException {
        Path file = EXPERTS.write(folder.resolve("source.gguf"));
        String tensor = "blk.0.ffn_down_exps.weight";
        compress(file, Map.of("sparsity", "0.3", "sequential", Boolean.toString(sequential)));
        float[] before = ModelWeights.read(file, tensor);
        float[] after = ModelWeights.read(folder.resolve("result.gguf"), tensor);
        try (Gguf source = Gguf.open(file)) {
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256);
            for (int expert = 0; expert < 3; expert++) {
                double[] norms = norms(calibrator.inputs(tensor, expert), 96);
                for (int row = expert * 32; row < (expert + 1) * 32; row++) {
                    int start = row * 96;
                    IntStream.range(0, 96)
                            .boxed()
                            .sorted(Comparator.comparing((Integer j) -> Math.abs(before[start + j]) * norms[j]))
                            .limit(28)
                            .forEach(j -> before[start + j] = 0);
                }
            }
        }
        assertThat(after).containsExactly(before);
    }

    private static double[] norms(float[] inputs, int width) {
        double[] norms = new double[width];
        for (int i = 0; i < inputs.length; i++) {
            norms[i % width] += (double) inputs[i] * inputs[i];
        }
        for (int j = 0; j < width; j++) {
            norms[j] = Math.sqrt(norms[j]);
        }
        return norms;
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"sparsity, 0, 0", "sparsity, 1, 1", "sparsity, 0.75, 0.75", "pattern, 2:4, 0.5", "pattern, 4:8, 0.5"})
    void zeroesTheFractionAskedForAndKeepsTheRest(String option, String value, double zeros) throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        RecordedCompression done = compress(file, Map.of(option, value));
        assertThat(done.reports()).hasSize(14).allSatisfy(report -> {
            assertThat(report.zeroFraction()).isEqualTo(zeros, within(1e-9));
            assertThat(report.to()).isEqualTo(TensorType.F16);
            assertThat(report.outputError()).isPresent();
        });
        float[] before = ModelWeights.read(file, "blk.0.attn_q.weight");
        float[] after = ModelWeights.read(folder.resolve("result.gguf"), "blk.0.attn_q.weight");
        IntStream.range(0, before.length)
                .filter(i -> after[i] != 0)
                .forEach(i -> assertThat(after[i]).isEqualTo(before[i]));
    }

    @Test
    void aTensorMayKeepMore() throws IOException {
        RecordedCompression done =
                compress(model().write(folder.resolve("source.gguf")), Map.of("override", "ffn_down=0.25"));
        assertThat(done.reports()).allSatisfy(report -> assertThat(report.zeroFraction())
                .isEqualTo(report.tensor().contains("ffn_down") ? 0.25 : 0.5));
    }

    /** The aim of the method: at the same number of zeros, outputs change less than by magnitude alone. */
    @Test
    void changesOutputsLessThanMagnitudeWithinRowsDoes() throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        Map<String, Double> wanda = new HashMap<>();
        compress(file, Map.of())
                .reports()
                .forEach(report -> wanda.put(report.tensor(), report.outputError().orElseThrow()));
        try (Gguf source = Gguf.open(file)) {
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256);
            for (String tensor : wanda.keySet()) {
                float[] before = ModelWeights.read(file, tensor);
                int width = Math.toIntExact(source.tensor(tensor).orElseThrow().rowLength());
                double magnitude = PlainOutputError.of(
                        calibrator.inputs(tensor, 0), before, withoutSmallerHalfOfRows(before, width), width);
                assertThat(wanda.get(tensor)).as(tensor).isLessThan(magnitude);
            }
        }
    }

    private static float[] withoutSmallerHalfOfRows(float[] weights, int width) {
        float[] left = weights.clone();
        for (int start = 0; start < weights.length; start += width) {
            int row = start;
            IntStream.range(0, width)
                    .boxed()
                    .sorted(Comparator.comparing((Integer j) -> Math.abs(weights[row + j])))
                    .limit(width / 2)
                    .forEach(j -> left[row + j] = 0);
        }
        return left;
    }

    @Test
    void anExpertThatSawNoTokenIsPrunedByMagnitudeAndNamed() throws IOException {
        String tensor = "blk.0.ffn_down_exps.weight";
        Path file = EXPERTS.write(folder.resolve("source.gguf"));
        try (Gguf source = Gguf.open(file)) {
            RecordedCompression context = new RecordedCompression(
                    source,
                    codec(),
                    folder.resolve("result.gguf"),
                    2,
                    new RandomCalibrator(source, 7, 256).withUnseen(tensor, 1));
            method().compress(OptionSchema.of(WandaMethod.Options.class).bind("method wanda", Map.of()), context);
            assertThat(context.reports())
                    .filteredOn(report -> !report.note().isEmpty())
                    .singleElement()
                    .satisfies(report -> {
                        assertThat(report.tensor()).isEqualTo(tensor);
                        assertThat(report.note()).contains("experts 1:").contains("by magnitude within each row");
                    });
        }
        float[] before = ModelWeights.read(file, tensor);
        float[] after = ModelWeights.read(folder.resolve("result.gguf"), tensor);
        float[] expected = withoutSmallerHalfOfRows(before, 96);
        assertThat(Arrays.copyOfRange(after, 96 * 32, 2 * 96 * 32))
                .containsExactly(Arrays.copyOfRange(expected, 96 * 32, 2 * 96 * 32));
    }

    @Test
    void refusesRowsThatAPatternCannotDivideBeforeItReadsAWeight() {
        FixtureModels odd = FixtureModels.of("llama").with(new FixtureModels.Sizes(1, 36, 4, 2, 64, 0));
        WandaMethod.Options options =
                OptionSchema.of(WandaMethod.Options.class).bind("method wanda", Map.of("pattern", "4:8"));
        assertThatThrownBy(() -> method().plan(options, odd.metadata(), odd.tensors()))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("rows of 36 weights")
                .hasMessageContaining("4:8")
                .hasMessageContaining("exclude");
    }
}
