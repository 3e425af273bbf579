package org.jackknife.sparsegpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.jackknife.testkit.MatrixMethodKit;
import org.jackknife.testkit.ModelWeights;
import org.jackknife.testkit.PlainOutputError;
import org.jackknife.testkit.RandomCalibrator;
import org.jackknife.testkit.RecordedCompression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseGptMethodTest extends MatrixMethodKit<SparseGptMethod.Options> {

    private static final String TENSOR = "blk.1.ffn_down.weight";

    @Override
    protected Method<SparseGptMethod.Options> method() {
        return new SparseGptMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of();
    }

    @Override
    protected TensorCodec codec() {
        return new NativeTensorCodec();
    }

    private float[] stored(String tensor) throws IOException {
        return ModelWeights.read(folder.resolve("result.gguf"), tensor, codec());
    }

    private List<TensorSpec> planned(FixtureModels model, Map<String, String> options) {
        return method().plan(
                OptionSchema.of(SparseGptMethod.Options.class).bind("method sparsegpt", options),
                model.metadata(),
                model.tensors());
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"sparsity, 0.5, 0.5", "sparsity, 0.8, 0.8", "sparsity, 1, 1", "pattern, 2:4, 0.5", "pattern, 4:8, 0.5", "block, 7, 0.5"})
    void zeroesTheFractionAskedForAndKeepsTheType(String option, String value, double zeros) throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        List<TensorReport> reports = compress(file, Map.of(option, value)).reports();
        assertThat(reports).hasSize(14).allSatisfy(report -> {
            assertThat(report.to()).isEqualTo(TensorType.F16);
            // the blocks of a matrix round to whole weights together
            assertThat(report.zeroFraction()).isEqualTo(zeros, within(1e-3));
            assertThat(report.outputError()).isPresent();
        });
    }

    @Test
    void zeroesNothingAndChangesNothingAtSparsityZero() throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        compress(file, Map.of("sparsity", "0"));
        assertThat(stored(TENSOR)).isEqualTo(ModelWeights.read(file, TENSOR));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"2:4, 2, 4", "4:8, 4, 8"})
    void zeroesAsManyOfEachGroupOfNeighbours(String pattern, int zeros, int group) throws IOException {
        compress(model().write(folder.resolve("source.gguf")), Map.of("pattern", pattern));
        float[] stored = stored(TENSOR);
        for (int start = 0; start < stored.length; start += group) {
            int at = start;
            assertThat(IntStream.range(0, group).filter(i -> stored[at + i] == 0).count())
                    .as("group at %d", start)
                    .isEqualTo(zeros);
        }
    }

    /** What the method is for: at the same number of zeros, outputs change less than without its choice and updates. */
    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"sparsity, 0.5", "pattern, 2:4"})
    void changesOutputsLessThanMagnitudeDoes(String option, String value) throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        compress(file, Map.of(option, value));
        float[] weights = ModelWeights.read(file, TENSOR);
        try (Gguf source = Gguf.open(file)) {
            float[] inputs = new RandomCalibrator(source, 7, 256).inputs(TENSOR, 0);
            double own = PlainOutputError.of(inputs, weights, stored(TENSOR), 64);
            double magnitude = PlainOutputError.of(inputs, weights, withoutSmallerHalf(weights, 64), 64);
            assertThat(own).isLessThan(0.7 * magnitude);
        }
    }

    /** Without the smaller half of a matrix; equal ones go in order of the column, then the row. */
    private static float[] withoutSmallerHalf(float[] weights, int columns) {
        float[] left = weights.clone();
        IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> Math.abs(weights[i])).thenComparing(i -> i % columns))
                .limit(weights.length / 2)
                .forEach(i -> left[i] = 0);
        return left;
    }

    @ParameterizedTest(name = "{0} bits as {1}, {2}")
    @CsvSource({"2, Q4_0, unstructured", "3, Q4_0, 2:4", "4, Q4_0, unstructured", "8, Q8_0, 4:8"})
    void prunesAndRoundsInOneSweep(int bits, TensorType type, String pattern) throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        Map<String, String> options = Map.of("bits", Integer.toString(bits), "group", "32", "pattern", pattern);
        List<TensorReport> reports = compress(file, options).reports();
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.to()).isEqualTo(type);
            assertThat(report.zeroFraction()).isGreaterThanOrEqualTo(0.5);
        });
        float[] stored = stored(TENSOR);
        for (int start = 0; start < stored.length; start += 32) {
            long levels = IntStream.range(start, start + 32)
                    .mapToObj(i -> stored[i])
                    .distinct()
                    .count();
            assertThat(levels).isLessThanOrEqualTo(1L << bits);
        }
    }

    /** One sweep makes up for both losses together: better than rounding the pruned weights to the nearest. */
    @Test
    void oneSweepChangesOutputsLessThanRoundingAfterwards() throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        float[] weights = ModelWeights.read(file, TENSOR);
        try (Gguf source = Gguf.open(file)) {
            float[] inputs = new RandomCalibrator(source, 7, 256).inputs(TENSOR, 0);
            compress(file, Map.of());
            double apart = PlainOutputError.of(inputs, weights, nearest(stored(TENSOR), 3), 64);
            compress(file, Map.of("bits", "3", "group", "32"));
            double joint = PlainOutputError.of(inputs, weights, stored(TENSOR), 64);
            assertThat(joint).isLessThan(0.8 * apart);
        }
    }

    private static float[] nearest(float[] weights, int bits) {
        float[] rounded = new float[weights.length];
        int top = (1 << bits - 1) - 1;
        for (int start = 0; start < weights.length; start += 32) {
            float largest = 0;
            for (int i = start; i < start + 32; i++) {
                largest = Math.max(largest, Math.abs(weights[i]));
            }
            for (int i = start; i < start + 32; i++) {
                rounded[i] = (float) (largest / top * Math.rint(weights[i] / largest * top));
            }
        }
        return rounded;
    }

    @Test
    void anExpertThatSawNoTokenIsPrunedByMagnitudeAndNamed() throws IOException {
        String tensor = "blk.0.ffn_down_exps.weight";
        FixtureModels experts = model().with(new FixtureModels.Sizes(1, 32, 4, 2, 96, 3));
        Path file = experts.write(folder.resolve("source.gguf"));
        RecordedCompression done =
                compress(file, Map.of(), source -> new RandomCalibrator(source, 7, 256).withUnseen(tensor, 1));
        assertThat(done.reports())
                .filteredOn(report -> report.tensor().equals(tensor))
                .singleElement()
                .satisfies(report -> assertThat(report.note()).contains("experts 1:").contains("by magnitude"));
        int size = 32 * 96;
        float[] before = Arrays.copyOfRange(ModelWeights.read(file, tensor), size, 2 * size);
        // 96 columns are one block
        assertThat(Arrays.copyOfRange(stored(tensor), size, 2 * size)).isEqualTo(withoutSmallerHalf(before, 96));
    }

    @Test
    void aTensorMayKeepMore() throws IOException {
        List<TensorReport> reports =
                compress(model().write(folder.resolve("source.gguf")), Map.of("override", "ffn_down=0.25")).reports();
        assertThat(reports).allSatisfy(report -> assertThat(report.zeroFraction())
                .isEqualTo(report.tensor().contains("ffn_down") ? 0.25 : 0.5, within(1e-3)));
    }

    @Test
    void refusesRowsThatAPatternOrAGroupCannotDivideBeforeItReadsAWeight() {
        FixtureModels odd = FixtureModels.of("llama").with(new FixtureModels.Sizes(1, 36, 4, 2, 64, 0));
        assertThatThrownBy(() -> planned(odd, Map.of("pattern", "4:8")))
                .isInstanceOf(MethodException.class)
                .hasMessageContainingAll("rows of 36 weights", "4:8", "exclude");
        assertThatThrownBy(() -> planned(model(), Map.of("bits", "4")))
                .isInstanceOf(MethodException.class)
                .hasMessageContainingAll("rows of 32 weights", "groups of 128");
    }

    @ParameterizedTest(name = "{0}={1}, {2}={3}")
    @CsvSource({
        "bits, 6, group, 32, 6 bits have no stored form",
        "pattern, 2:4, sparsity, 0.7, zeroes one half",
        "block, 0, bits, 4, at least 1"
    })
    void refusesOptionsThatDoNotGoTogether(String name, String value, String other, String otherValue, String told) {
        assertThatThrownBy(() -> planned(model(), Map.of(name, value, other, otherValue)))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(told);
    }
}
