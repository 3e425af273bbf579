package org.jackknife.smoothquant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.testkit.MatrixMethodKit;
import org.jackknife.testkit.ModelWeights;
import org.jackknife.testkit.RandomCalibrator;
import org.jackknife.testkit.RecordedCompression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmoothQuantMethodTest extends MatrixMethodKit<SmoothQuantMethod.Options> {

    private static final FixtureModels PLAIN = FixtureModels.of("llama");
    private static final FixtureModels EXPERTS = PLAIN.with(new FixtureModels.Sizes(1, 32, 4, 2, 96, 3));

    @Override
    protected Method<SmoothQuantMethod.Options> method() {
        return new SmoothQuantMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of();
    }

    private Path source(FixtureModels model) throws IOException {
        return model.write(folder.resolve("source.gguf"));
    }

    private Path result() {
        return folder.resolve("result.gguf");
    }

    private static String notes(List<TensorReport> reports, String tensor) {
        return reports.stream()
                .filter(report -> report.tensor().equals(tensor))
                .map(TensorReport::note)
                .findFirst()
                .orElseThrow();
    }

    private static boolean unchanged(Path before, Path after, String tensor) throws IOException {
        try (Gguf first = Gguf.open(before); Gguf second = Gguf.open(after)) {
            MemorySegment bytes = first.data(first.tensor(tensor).orElseThrow());
            return bytes.mismatch(second.data(second.tensor(tensor).orElseThrow())) == -1;
        }
    }

    /** Scales from the activations and weights themselves, equation 4 multiplied out here. */
    private double[] scales(Path file, double alpha, String... readers) throws IOException {
        double[] x = new double[32];
        double[] w = new double[32];
        try (Gguf source = Gguf.open(file)) {
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256);
            for (String reader : readers) {
                TensorInfo tensor = source.tensor(reader).orElseThrow();
                raise(w, ModelWeights.read(file, reader));
                for (int expert = 0; expert < tensor.length(2); expert++) {
                    raise(x, calibrator.inputs(reader, expert));
                }
            }
        }
        double[] scales = new double[32];
        Arrays.setAll(scales, j -> Math.pow(x[j], alpha) / Math.pow(w[j], 1 - alpha));
        return scales;
    }

    private static void raise(double[] maxima, float[] values) {
        for (int i = 0; i < values.length; i++) {
            maxima[i % maxima.length] = Math.max(maxima[i % maxima.length], Math.abs(values[i]));
        }
    }

    private void assertFolded(Path file, double[] scales, String norm, String... readers) throws IOException {
        float[] before = ModelWeights.read(file, norm);
        float[] after = ModelWeights.read(result(), norm);
        for (int j = 0; j < scales.length; j++) {
            assertThat((double) after[j]).as(norm).isEqualTo(before[j] / scales[j], within(1e-5 * Math.abs(after[j])));
        }
        for (String reader : readers) {
            float[] source = ModelWeights.read(file, reader);
            float[] stored = ModelWeights.read(result(), reader);
            for (int i = 0; i < stored.length; i++) {
                double expected = source[i] * scales[i % scales.length];
                assertThat((double) stored[i]).as(reader).isEqualTo(expected, within(1e-5 * Math.abs(expected)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "0.5", "0.8", "1"})
    void putsTheScalesOfThePaperIntoMatricesAndOutOfNorms(double alpha) throws IOException {
        Path file = source(PLAIN);
        compress(file, Map.of("type", "F32", "alpha", Double.toString(alpha)));
        String[] attention = {"blk.1.attn_q.weight", "blk.1.attn_k.weight", "blk.1.attn_v.weight"};
        assertFolded(file, scales(file, alpha, attention), "blk.1.attn_norm.weight", attention);
        String[] network = {"blk.0.ffn_gate.weight", "blk.0.ffn_up.weight"};
        assertFolded(file, scales(file, alpha, network), "blk.0.ffn_norm.weight", network);
        assertThat(unchanged(file, result(), "blk.0.ffn_down.weight")).isTrue();
        assertThat(unchanged(file, result(), "output_norm.weight")).isTrue();
    }

    @Test
    void theRouterAndAllExpertsShareTheScalesOfTheirNorm() throws IOException {
        Path file = source(EXPERTS);
        List<TensorReport> reports = compress(file, Map.of("type", "F32")).reports();
        String[] readers = {"blk.0.ffn_gate_inp.weight", "blk.0.ffn_gate_exps.weight", "blk.0.ffn_up_exps.weight"};
        assertFolded(file, scales(file, 0.5, readers), "blk.0.ffn_norm.weight", readers);
        assertThat(notes(reports, "blk.0.ffn_norm.weight")).contains("ffn_gate_inp").contains("ffn_up_exps");
    }

    @Test
    void scalesMayGoIntoMatricesTooAndTheModelStaysAsItWas() throws IOException {
        Path file = source(PLAIN);
        List<TensorReport> reports = compress(file, Map.of("type", "F32", "intoMatrices", "true")).reports();
        assertThat(reports).hasSize(2 * 9).allSatisfy(report -> assertThat(report.relativeError()).isLessThan(1e-6));
        assertThat(notes(reports, "blk.0.attn_v.weight")).contains("divided by the scales of blk.0.attn_output.weight");
        assertThat(unchanged(file, result(), "blk.0.ffn_down.weight")).isFalse();
        float[] down = ModelWeights.read(file, "blk.0.ffn_down.weight");
        float[] scaled = ModelWeights.read(result(), "blk.0.ffn_down.weight");
        float[] up = ModelWeights.read(file, "blk.0.ffn_up.weight");
        float[] divided = ModelWeights.read(result(), "blk.0.ffn_up.weight");
        double[] ofNorm = scales(file, 0.5, "blk.0.ffn_gate.weight", "blk.0.ffn_up.weight");
        for (int channel = 0; channel < 64; channel++) {
            double scale = scaled[channel] / down[channel];
            double expected = up[32 * channel + 5] * ofNorm[5] / scale;
            assertThat((double) divided[32 * channel + 5]).isEqualTo(expected, within(1e-5 * Math.abs(expected)));
        }
    }

    @Test
    void storesMatricesIn8BitsAndSaysWhatTheScalesWere() throws IOException {
        List<TensorReport> reports = compress(source(PLAIN), Map.of()).reports();
        assertThat(reports)
                .filteredOn(report -> !report.tensor().endsWith("norm.weight"))
                .hasSize(14)
                .allSatisfy(report -> {
                    assertThat(report.to()).isEqualTo(TensorType.Q8_0);
                    assertThat(report.outputError().orElseThrow()).isBetween(1e-4, 0.02);
                });
        assertThat(notes(reports, "blk.0.attn_q.weight")).matches("alpha 0.5, scales [0-9.]+ to [0-9.]+");
        assertThat(notes(reports, "blk.0.attn_output.weight")).isEqualTo("not smoothed: a matrix makes its input");
    }

    @Test
    void anExcludedReaderKeepsItsBytesAndItsGroupFromBeingSmoothed() throws IOException {
        Path file = source(PLAIN);
        List<TensorReport> reports = compress(file, Map.of("exclude", "attn_k")).reports();
        assertThat(notes(reports, "blk.0.attn_q.weight")).isEqualTo("not smoothed: blk.0.attn_k.weight is excluded");
        assertThat(unchanged(file, result(), "blk.0.attn_k.weight")).isTrue();
        assertThat(unchanged(file, result(), "blk.0.attn_norm.weight")).isTrue();
        assertThat(unchanged(file, result(), "blk.0.ffn_norm.weight")).isFalse();
    }

    @Test
    void aReaderThatIsNotChosenIsScaledInItsOwnType() throws IOException {
        Path file = source(PLAIN);
        List<TensorReport> reports = compress(file, Map.of("include", "attn_(q|k)")).reports();
        assertThat(reports)
                .filteredOn(report -> report.tensor().equals("blk.0.attn_v.weight"))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.to()).isEqualTo(TensorType.F32);
                    assertThat(report.relativeError()).isLessThan(1e-6);
                });
    }

    @Test
    void expertsThatSawNothingAreScaledWithTheOthersAndNamed() throws IOException {
        Path file = source(EXPERTS);
        try (Gguf source = Gguf.open(file)) {
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256)
                    .withUnseen("blk.0.ffn_up_exps.weight", 1)
                    .withUnseen("blk.0.ffn_down_exps.weight", 1);
            RecordedCompression context = new RecordedCompression(source, codec(), result(), 1, calibrator);
            Map<String, String> options = Map.of("intoMatrices", "true", "type", "F32");
            method().compress(OptionSchema.of(SmoothQuantMethod.Options.class).bind("method", options), context);
            assertThat(notes(context.reports(), "blk.0.ffn_down_exps.weight"))
                    .contains("experts 1: no calibration token came here");
        }
        float[] before = ModelWeights.read(file, "blk.0.ffn_down_exps.weight");
        float[] after = ModelWeights.read(result(), "blk.0.ffn_down_exps.weight");
        assertThat(Arrays.copyOfRange(after, 32 * 96, 2 * 32 * 96))
                .containsExactly(Arrays.copyOfRange(before, 32 * 96, 2 * 32 * 96));
        assertThat(after[0]).isNotEqualTo(before[0]);
    }

    @Test
    void refusesScalesThatF16DoesNotHold() throws IOException {
        Path file = source(PLAIN);
        float[] weights = ModelWeights.read(file, "blk.1.ffn_up.weight");
        weights[32 * 3 + 7] = 60_000;
        ModelWeights.write(file, "blk.1.ffn_up.weight", weights);
        assertThatThrownBy(() -> compress(file, Map.of("type", "F16", "alpha", "1")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("blk.1.ffn_up.weight")
                .hasMessageContaining("row 3, column 7")
                .hasMessageContaining("65504")
                .hasMessageContaining("smaller alpha");
        assertThat(result()).doesNotExist();
    }

    @Test
    void refusesCalibrationOnWhatIsCompressedAlready() {
        assertThatThrownBy(() -> method()
                        .plan(
                                OptionSchema.of(SmoothQuantMethod.Options.class)
                                        .bind("method", Map.of("sequential", "true")),
                                PLAIN.metadata(),
                                PLAIN.tensors()))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("sequential=true");
    }

    @Test
    void refusesAnArchitectureWhoseNormsItDoesNotKnow() {
        assertThatThrownBy(() -> method()
                        .plan(
                                OptionSchema.of(SmoothQuantMethod.Options.class).bind("method", Map.of()),
                                PLAIN.metadata().with("general.architecture", "olmo2"),
                                PLAIN.tensors()))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("'olmo2'");
    }
}
