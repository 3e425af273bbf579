package org.jackknife.awq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.FixtureModels.Sizes;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.jackknife.testkit.MatrixMethodKit;
import org.jackknife.testkit.ModelWeights;
import org.jackknife.testkit.PlainOutputError;
import org.jackknife.testkit.RandomCalibrator;
import org.jackknife.testkit.RecordedCompression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwqMethodTest extends MatrixMethodKit<AwqMethod.Options> {

    private static final FixtureModels PLAIN = FixtureModels.of("llama").with(new Sizes(2, 64, 4, 2, 96, 0));
    private static final FixtureModels EXPERTS = PLAIN.with(new Sizes(1, 64, 4, 2, 96, 3));
    private static final Pattern ALPHA = Pattern.compile("alpha ([0-9.]+)");

    @Override
    protected Method<AwqMethod.Options> method() {
        return new AwqMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of("group", "32");
    }

    @Override
    protected TensorCodec codec() {
        return new NativeTensorCodec();
    }

    private Path source(FixtureModels model) throws IOException {
        return model.write(folder.resolve("source.gguf"));
    }

    private Path result() {
        return folder.resolve("result.gguf");
    }

    private static TensorReport report(List<TensorReport> reports, String tensor) {
        return reports.stream()
                .filter(report -> report.tensor().equals(tensor))
                .findFirst()
                .orElseThrow();
    }

    private static double alpha(List<TensorReport> reports, String tensor) {
        Matcher alpha = ALPHA.matcher(report(reports, tensor).note());
        assertThat(alpha.find()).as(report(reports, tensor).note()).isTrue();
        return Double.parseDouble(alpha.group(1));
    }

    private static boolean unchanged(Path before, Path after, String tensor) throws IOException {
        try (Gguf first = Gguf.open(before); Gguf second = Gguf.open(after)) {
            MemorySegment bytes = first.data(first.tensor(tensor).orElseThrow());
            return bytes.mismatch(second.data(second.tensor(tensor).orElseThrow())) == -1;
        }
    }

    private static float[] inputs(Path file, String tensor, int expert) throws IOException {
        try (Gguf source = Gguf.open(file)) {
            return new RandomCalibrator(source, 7, 256).inputs(tensor, expert);
        }
    }

    /** Equation 5 of the paper with the authors' normalisation, multiplied out here. */
    private static double[] scales(float[] x, int width, double alpha) {
        double[] scales = new double[width];
        for (int i = 0; i < x.length; i++) {
            scales[i % width] += Math.abs(x[i]) * (double) width / x.length;
        }
        double least = Double.MAX_VALUE;
        double greatest = 0;
        for (int j = 0; j < width; j++) {
            scales[j] = Math.pow(scales[j], alpha);
            least = Math.min(least, scales[j]);
            greatest = Math.max(greatest, scales[j]);
        }
        for (int j = 0; j < width; j++) {
            scales[j] /= Math.sqrt(least * greatest);
        }
        return scales;
    }

    @Test
    void dividesNormsByTheScalesOfTheExponentThatItReports() throws IOException {
        Path file = source(PLAIN);
        List<TensorReport> reports = compress(file, Map.of()).reports();
        for (String[] pair : new String[][] {{"attn_norm", "attn_q"}, {"ffn_norm", "ffn_up"}}) {
            String norm = "blk.1." + pair[0] + ".weight";
            String reader = "blk.1." + pair[1] + ".weight";
            double alpha = alpha(reports, reader);
            assertThat(alpha).as("outliers make a scale worthwhile").isPositive();
            double[] scales = scales(inputs(file, reader, 0), 64, alpha);
            float[] before = ModelWeights.read(file, norm);
            float[] after = ModelWeights.read(result(), norm);
            for (int j = 0; j < 64; j++) {
                assertThat((double) after[j]).isEqualTo(before[j] / scales[j], within(1e-5 * Math.abs(after[j])));
            }
        }
    }

    /** The weights that the model computes with: scales taken out again, those of the norm and those in the rows. */
    private double error(Path file, String tensor, double[] columns, double[] rows, int width) throws IOException {
        float[] before = ModelWeights.read(file, tensor);
        float[] after = ModelWeights.read(result(), tensor, codec());
        for (int i = 0; i < after.length; i++) {
            after[i] = (float) (after[i] / columns[i % width] * (rows == null ? 1 : rows[i / width]));
        }
        try (Gguf source = Gguf.open(file)) {
            float[] sample = new RandomCalibrator(source, 7, 256).channels(null).rows(tensor, 0).orElseThrow();
            return PlainOutputError.of(sample, before, after, width);
        }
    }

    @Test
    void reportsTheErrorsOfTheModelAsItComputes() throws IOException {
        Path file = source(PLAIN);
        List<TensorReport> reports = compress(file, Map.of()).reports();
        String up = "blk.0.ffn_up.weight";
        String down = "blk.0.ffn_down.weight";
        double[] ofNorm = scales(inputs(file, up, 0), 64, alpha(reports, up));
        double[] ofUp = scales(inputs(file, down, 0), 96, alpha(reports, down));
        assertThat(report(reports, up).outputError().orElseThrow()).isEqualTo(error(file, up, ofNorm, ofUp, 64), within(1e-4));
        assertThat(report(reports, down).outputError().orElseThrow())
                .isEqualTo(error(file, down, ofUp, null, 96), within(1e-4));
        assertThat(report(reports, "blk.0.ffn_norm.weight").relativeError()).isLessThan(1e-6);
    }

    private double meanError(Path file, Map<String, String> options) throws IOException {
        return compress(file, options).reports().stream()
                .filter(report -> !report.tensor().endsWith("norm.weight"))
                .mapToDouble(report -> report.outputError().orElseThrow())
                .average()
                .orElseThrow();
    }

    /** The aim of the method, step by step; scales alone are switched off by an input that nothing may divide. */
    @ParameterizedTest(name = "{0} bits, symmetric={1}")
    @CsvSource({"4, true", "4, false", "3, true", "3, false"})
    void scalesErrLessThanRoundingAndCutsLessStill(String bits, String symmetric) throws IOException {
        Path file = source(PLAIN);
        Map<String, String> options = new HashMap<>(Map.of("bits", bits, "symmetric", symmetric, "clip", "false"));
        double scaled = meanError(file, options);
        options.put("clip", "true");
        double cut = meanError(file, options);
        options.put("clip", "false");
        options.put("exclude", "_norm");
        options.put("include", "attn_(q|k|v)\\., ffn_(gate|up)\\.");
        double rounded = meanError(file, options);
        options.remove("exclude");
        double sameScaled = meanError(file, options);
        assertThat(sameScaled).isLessThan(0.8 * rounded);
        assertThat(cut).isLessThan(scaled);
    }

    @Test
    void queryHeadsThatShareAValueHeadShareItsScales() throws IOException {
        Path file = source(PLAIN);
        List<TensorReport> reports = compress(file, Map.of()).reports();
        String values = "blk.0.attn_v.weight";
        String output = "blk.0.attn_output.weight";
        double alpha = alpha(reports, output);
        assertThat(alpha).isPositive();
        double[] ofChannels = scales(ofValueHeads(inputs(file, output, 0)), 32, alpha);
        double[] ofColumns = new double[64];
        for (int column = 0; column < 64; column++) {
            ofColumns[column] = ofChannels[column / 32 * 16 + column % 16];
        }
        double[] ofNorm = scales(inputs(file, values, 0), 64, alpha(reports, values));
        assertThat(report(reports, values).note()).contains("divided by the scales of " + output);
        assertThat(report(reports, values).outputError().orElseThrow())
                .isEqualTo(error(file, values, ofNorm, ofChannels, 64), within(1e-4));
        assertThat(report(reports, output).outputError().orElseThrow())
                .isEqualTo(error(file, output, ofColumns, null, 64), within(1e-4));
    }

    /** The inputs by value head: two query heads of 16 columns, one after the other, read the same one. */
    private static float[] ofValueHeads(float[] x) {
        float[] ofHeads = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int token = i / 64;
            int head = i % 64 / 16;
            ofHeads[(2 * token + head % 2) * 32 + head / 2 * 16 + i % 16] = x[i];
        }
        return ofHeads;
    }

    @Test
    void expertsShareTheScalesOfTheirNormAndHaveInnerOnesOfTheirOwn() throws IOException {
        Path file = source(EXPERTS);
        List<TensorReport> reports = compress(file, Map.of()).reports();
        String router = "blk.0.ffn_gate_inp.weight";
        double alpha = alpha(reports, "blk.0.ffn_up_exps.weight");
        double[] scales = scales(inputs(file, router, 0), 64, alpha);
        float[] before = ModelWeights.read(file, router);
        float[] after = ModelWeights.read(result(), router);
        for (int i = 0; i < after.length; i++) {
            assertThat((double) after[i]).isEqualTo(before[i] * scales[i % 64], within(1e-5 * Math.abs(after[i])));
        }
        assertThat(report(reports, router).relativeError()).isLessThan(1e-6);
        assertThat(report(reports, "blk.0.ffn_down_exps.weight").note())
                .contains("expert 0: alpha")
                .contains("expert 2: alpha")
                .contains("expert 1: ");
    }

    @Test
    void anExpertThatSawNothingIsRoundedWithoutScalesOfItsOwnAndNamed() throws IOException {
        Path file = source(EXPERTS);
        String tensor = "blk.0.ffn_down_exps.weight";
        try (Gguf source = Gguf.open(file)) {
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256).withUnseen(tensor, 1);
            RecordedCompression context = new RecordedCompression(source, codec(), result(), 1, calibrator);
            method().compress(OptionSchema.of(AwqMethod.Options.class).bind("method", written()), context);
            assertThat(report(context.reports(), tensor).note())
                    .contains("experts 1: no calibration token came here")
                    .contains("expert 0: alpha")
                    .doesNotContain("expert 1: alpha");
        }
    }

    @Test
    void anExcludedNormKeepsItsBytesAndItsReadersAreCutAllTheSame() throws IOException {
        Path file = source(PLAIN);
        List<TensorReport> reports = compress(file, Map.of("exclude", "ffn_norm")).reports();
        assertThat(unchanged(file, result(), "blk.0.ffn_norm.weight")).isTrue();
        assertThat(report(reports, "blk.0.ffn_gate.weight").note())
                .contains("no scales: blk.0.ffn_norm.weight is excluded")
                .contains("of groups cut");
    }

    @Test
    void queriesAndKeysAreNeverCut() throws IOException {
        List<TensorReport> reports = compress(source(PLAIN), Map.of("bits", "3")).reports();
        assertThat(report(reports, "blk.0.attn_q.weight").note()).doesNotContain("cut");
        assertThat(report(reports, "blk.0.attn_v.weight").note()).contains("cut");
    }

    @Test
    void magnitudesOfWeightsMayGoIntoTheScales() throws IOException {
        Path file = source(PLAIN);
        compress(file, Map.of());
        float[] plain = ModelWeights.read(result(), "blk.0.ffn_norm.weight");
        compress(file, Map.of("duoScaling", "true"));
        assertThat(ModelWeights.read(result(), "blk.0.ffn_norm.weight")).isNotEqualTo(plain);
    }

    @Test
    void aSearchOnSomeRowsFindsScalesNearlyAsGood() throws IOException {
        Path file = source(PLAIN);
        double all = meanError(file, Map.of("searchRows", "0"));
        double some = meanError(file, Map.of("searchRows", "16"));
        assertThat(some).isLessThan(1.05 * all);
    }

    @Test
    void aTypeWithScalesOfItsOwnIsSearchedByItsOwnEncoder() throws IOException {
        FixtureModels wide = PLAIN.with(new Sizes(1, 256, 4, 2, 256, 0));
        Path file = source(wide);
        List<TensorReport> weighed = compress(file, Map.of("type", "Q4_K")).reports();
        assertThat(weighed)
                .filteredOn(report -> !report.tensor().endsWith("norm.weight"))
                .hasSize(7)
                .allSatisfy(report -> {
                    assertThat(report.to()).isEqualTo(TensorType.Q4_K);
                    assertThat(report.note()).contains("alpha").doesNotContain("cut");
                });
        double error = meanError(file, Map.of("type", "Q4_K"));
        assertThat(error).isLessThan(meanError(file, Map.of("type", "Q4_K", "importance", "false")));
    }

    @ParameterizedTest
    @CsvSource({"symmetric, true", "symmetric, false", "type, Q4_K"})
    void weightsThatArePrunedStaySo(String option, String value) throws IOException {
        Path file = source(PLAIN.with(new Sizes(1, 256, 4, 2, 256, 0)));
        float[] weights = ModelWeights.read(file, "blk.0.ffn_up.weight");
        for (int i = 0; i < weights.length; i += 2) {
            weights[i] = 0;
        }
        ModelWeights.write(file, "blk.0.ffn_up.weight", weights);
        compress(file, Map.of("keepZeros", "true", option, value));
        float[] stored = ModelWeights.read(result(), "blk.0.ffn_up.weight", codec());
        for (int i = 0; i < weights.length; i += 2) {
            assertThat(stored[i]).isZero();
        }
    }

    @Test
    void costsTwentyProductsOfTheSearchedRowsAndTenOfEachGroup() {
        FixtureModels model = PLAIN.with(new Sizes(1, 64, 4, 4, 96, 0));
        // q, k, v and o of 64 x 64, gate and up of 96 x 64, down of 64 x 96; q and k are counted among the cut
        double searched = 20 * 2.0 * (4 * 16 * 64 * 64 + 2 * 16 * 64 * 64 + 16 * 96 * 96);
        double cut = 10 * 2.0 * 32 * (4 * 64 * 64 + 3 * 96 * 64);
        double both = flops(model, Map.of("searchRows", "16"));
        double searchAlone = flops(model, Map.of("searchRows", "16", "clip", "false"));
        assertThat(both - searchAlone).isEqualTo(cut);
        assertThat(searchAlone - flops(model, Map.of("searchRows", "8", "clip", "false"))).isEqualTo(searched / 2);
    }

    private double flops(FixtureModels model, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(written());
        options.putAll(more);
        AwqMethod.Options bound = OptionSchema.of(AwqMethod.Options.class).bind("method awq", options);
        return method().cost(bound, model.metadata(), model.tensors()).flops();
    }

    @Test
    void refusesWhatHasNoStoredFormBeforeItReadsAWeight() {
        assertThatThrownBy(() -> planned(Map.of("type", "Q4_0"))).isInstanceOf(OptionException.class).hasMessageContaining("Q4_K");
        assertThatThrownBy(() -> planned(Map.of("type", "Q4_K", "override", "ffn=8"))).isInstanceOf(OptionException.class);
        assertThatThrownBy(() -> planned(Map.of("group", "128")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("rows of 64 weights");
        assertThatThrownBy(() -> planned(Map.of("type", "IQ4_NL", "keepZeros", "true")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("zero");
        assertThatThrownBy(() -> planned(Map.of("sequential", "true")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("sequential");
    }

    @Test
    void refusesWeightsWhoseScaleF16DoesNotHoldAndNamesTheTensor() throws IOException {
        Path file = source(PLAIN);
        float[] weights = ModelWeights.read(file, "blk.1.ffn_gate.weight");
        weights[100] = 1e9f;
        ModelWeights.write(file, "blk.1.ffn_gate.weight", weights);
        assertThatThrownBy(() -> compress(file, Map.of()))
                .isInstanceOf(MethodException.class)
                .hasMessageStartingWith("tensor blk.1.ffn_gate.weight: ");
        assertThat(result()).doesNotExist();
    }

    private List<TensorSpec> planned(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(written());
        options.putAll(more);
        return method().plan(
                OptionSchema.of(AwqMethod.Options.class).bind("method awq", options), PLAIN.metadata(), PLAIN.tensors());
    }
}
