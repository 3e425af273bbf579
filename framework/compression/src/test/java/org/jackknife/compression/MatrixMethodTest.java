package org.jackknife.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.calibration.Calibrator;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.Channels;
import org.jackknife.api.calibration.GramVisitor;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorSpec;
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
import org.junit.jupiter.params.provider.EnumSource;

/** The walk over a model, by a method whose errors are known beforehand. */
class MatrixMethodTest extends MatrixMethodKit<HalvingMethod.Options> {

    private static final FixtureModels EXPERTS =
            FixtureModels.of("llama").with(TensorType.F16).with(new FixtureModels.Sizes(1, 32, 4, 2, 64, 3));

    private final HalvingMethod method = new HalvingMethod();

    @Override
    protected Method<HalvingMethod.Options> method() {
        return method;
    }

    @Override
    protected Map<String, String> written() {
        return Map.of();
    }

    private static HalvingMethod.Options options(Map<String, String> written) {
        return OptionSchema.of(HalvingMethod.Options.class).bind("method halving", written);
    }

    @Test
    void treatsTheMatricesOfBlocksInFileOrder() throws IOException {
        compress(model().write(folder.resolve("source.gguf")), Map.of());
        assertThat(method.calls).hasSize(14).allSatisfy(call -> {
            assertThat(call.tensor()).matches("blk\\.[01]\\.(attn_(q|k|v|output)|ffn_(gate|up|down))\\.weight");
            assertThat(call.tokens()).isZero();
        });
    }

    @Test
    void treatsEmbeddingsWhereTheUserAsksForThemAndVectorsNever() throws IOException {
        compress(model().write(folder.resolve("source.gguf")), Map.of("include", "token_embd, norm, attn_q"));
        assertThat(method.calls)
                .extracting(HalvingMethod.Call::tensor)
                .contains("token_embd.weight", "blk.0.attn_q.weight")
                .noneMatch(name -> name.contains("norm"));
    }

    @Test
    void givesEachExpertToTheKernelInTurn() throws IOException {
        compress(EXPERTS.write(folder.resolve("source.gguf")), Map.of("include", "ffn_up_exps"));
        assertThat(method.calls).extracting(HalvingMethod.Call::expert).containsExactly(0, 1, 2);
        float[] before = ModelWeights.read(folder.resolve("source.gguf"), "blk.0.ffn_up_exps.weight");
        float[] after = ModelWeights.read(folder.resolve("result.gguf"), "blk.0.ffn_up_exps.weight");
        IntStream.range(0, before.length).forEach(i -> before[i] /= 2);
        assertThat(after).containsExactly(before, within(1e-4f));
    }

    @Test
    void reportsErrorBitsZerosAndNotes() throws IOException {
        RecordedCompression done = compress(model().write(folder.resolve("source.gguf")), Map.of("include", "ffn_up"));
        assertThat(done.reports()).hasSize(2).allSatisfy(report -> {
            assertThat(report.relativeError()).isEqualTo(0.5, within(1e-3));
            assertThat(report.outputError()).isEmpty();
            assertThat(report.bytes()).isEqualTo(2L * 64 * 32);
            assertThat(report.zeroFraction()).isZero();
            assertThat(report.note()).isEqualTo("halved");
        });
    }

    @ParameterizedTest
    @EnumSource(value = DataNeed.Kind.class, names = {"MEASURE", "CHANNELS", "GRAMS"})
    void measuresTheErrorOfOutputsOnWhateverDataThereIs(DataNeed.Kind need) throws IOException {
        RecordedCompression done = compress(
                EXPERTS.write(folder.resolve("source.gguf")), Map.of("need", need.name(), "exclude", "embd"));
        assertThat(done.reports()).hasSize(7).allSatisfy(report -> assertThat(report.outputError())
                .hasValueSatisfying(error -> assertThat(error).isEqualTo(0.5, within(1e-3))));
    }

    /** Q8_0 errs differently in every weight: the outputs are multiplied out here, from the activations themselves. */
    @Test
    void theErrorOfOutputsIsThatOfTheProductsThemselves() throws IOException {
        Path source = model().write(folder.resolve("source.gguf"));
        String tensor = "blk.0.ffn_down.weight";
        RecordedCompression done = compress(
                source, Map.of("need", "GRAMS", "type", "Q8_0", "factor", "1", "include", "blk.0.ffn_down"));
        float[] before = ModelWeights.read(source, tensor);
        float[] after = ModelWeights.read(folder.resolve("result.gguf"), tensor);
        try (Gguf gguf = Gguf.open(source)) {
            float[] inputs = new RandomCalibrator(gguf, 7, 256).inputs(tensor, 0);
            double expected = PlainOutputError.of(inputs, before, after, 64);
            assertThat(done.reports().getFirst().outputError().orElseThrow()).isEqualTo(expected, within(expected * 1e-3));
        }
    }

    @ParameterizedTest
    @CsvSource({"CHANNELS, 2", "GRAMS, 0"})
    void anExpertThatSawNoTokenIsTreatedWithoutDataAndNamed(String need, int expert) throws IOException {
        String tensor = "blk.0.ffn_down_exps.weight";
        try (Gguf source = Gguf.open(EXPERTS.write(folder.resolve("source.gguf")))) {
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256).withUnseen(tensor, expert);
            RecordedCompression done = compress(source, Map.of("need", need), calibrator);
            assertThat(method.calls)
                    .filteredOn(call -> call.tensor().equals(tensor))
                    .allSatisfy(call -> assertThat(call.tokens() == 0).isEqualTo(call.expert() == expert));
            assertThat(done.reports())
                    .filteredOn(report -> !report.note().equals("halved"))
                    .singleElement()
                    .satisfies(report -> {
                        assertThat(report.tensor()).isEqualTo(tensor);
                        assertThat(report.note()).contains("experts " + expert + ":").contains("by halving");
                        assertThat(report.outputError()).isPresent();
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(value = DataNeed.Kind.class, names = {"CHANNELS", "GRAMS"})
    void aMatrixThatTheComputationNeverReachesIsTreatedWithoutDataAndNamed(DataNeed.Kind need) throws IOException {
        try (Gguf source = Gguf.open(model().write(folder.resolve("source.gguf")))) {
            Calibrator calibrator = new PartialCalibrator(new RandomCalibrator(source, 7, 256), "blk.1.attn_k.weight");
            RecordedCompression done = compress(source, Map.of("need", need.name()), calibrator);
            assertThat(done.reports())
                    .hasSize(14)
                    .filteredOn(report -> report.note().contains("no calibration token came here, treated by halving"))
                    .extracting(TensorReport::tensor)
                    .containsExactly("blk.1.attn_k.weight");
        }
    }

    /** A calibration whose computation never reaches one matrix. */
    private record PartialCalibrator(RandomCalibrator inner, String unreached) implements Calibrator {

        @Override
        public ChannelStatistics channels(CalibrationOptions options) {
            ChannelStatistics all = inner.channels(options);
            return new ChannelStatistics() {
                @Override
                public String corpus() {
                    return all.corpus();
                }

                @Override
                public String fingerprint() {
                    return all.fingerprint();
                }

                @Override
                public Optional<Channels> of(String tensor) {
                    return tensor.equals(unreached) ? Optional.empty() : all.of(tensor);
                }

                @Override
                public Optional<float[]> rows(String tensor, int expert) {
                    return tensor.equals(unreached) ? Optional.empty() : all.rows(tensor, expert);
                }
            };
        }

        @Override
        public void grams(CalibrationOptions options, Set<String> tensors, GramVisitor visitor) throws IOException {
            Set<String> reached = new HashSet<>(tensors);
            reached.remove(unreached);
            inner.grams(options, reached, visitor);
        }

        @Override
        public long memoryBudget() {
            return inner.memoryBudget();
        }
    }

    @Test
    void givesASequentialCalibrationTheWeightsAsTheyAreStored() throws IOException {
        String tensor = "blk.0.ffn_up_exps.weight";
        try (Gguf source = Gguf.open(EXPERTS.write(folder.resolve("source.gguf")))) {
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256);
            compress(source, Map.of("need", "GRAMS", "sequential", "true", "type", "Q4_0"), calibrator);
            float[] stored = ModelWeights.read(folder.resolve("result.gguf"), tensor);
            for (int expert = 0; expert < 3; expert++) {
                assertThat(calibrator.replaced(tensor, expert).orElseThrow())
                        .containsExactly(Arrays.copyOfRange(stored, expert * 64 * 32, (expert + 1) * 64 * 32));
            }
        }
    }

    /** What was finished before must stand in the model again, or later blocks would be calibrated on dense ones. */
    @Test
    void aSequentialCalibrationThatGoesOnHearsOfTheWeightsThatWereFinishedBefore() throws IOException {
        try (Gguf source = Gguf.open(EXPERTS.write(folder.resolve("source.gguf")))) {
            HalvingMethod.Options options =
                    options(Map.of("need", "GRAMS", "sequential", "true", "type", "Q4_0", "include", "ffn.*exps"));
            RecordedCompression interrupted =
                    new RecordedCompression(source, codec(), folder.resolve("result.gguf"), 2).interruptedAfter(1);
            assertThatThrownBy(() -> method.compress(options, interrupted))
                    .isInstanceOf(RecordedCompression.Interruption.class);
            RandomCalibrator calibrator = new RandomCalibrator(source, 7, 256);
            method.compress(options, interrupted.resumed(calibrator));
            String finished = interrupted.reports().getFirst().tensor();
            float[] stored = ModelWeights.read(folder.resolve("result.gguf"), finished);
            int size = stored.length / 3;
            for (int expert = 0; expert < 3; expert++) {
                assertThat(calibrator.replaced(finished, expert).orElseThrow())
                        .containsExactly(Arrays.copyOfRange(stored, expert * size, (expert + 1) * size));
            }
        }
    }

    private RecordedCompression compress(Gguf source, Map<String, String> written, Calibrator calibrator)
            throws IOException {
        RecordedCompression context =
                new RecordedCompression(source, codec(), folder.resolve("result.gguf"), 2, calibrator);
        method.compress(options(written), context);
        return context;
    }

    @ParameterizedTest
    @EnumSource(value = DataNeed.Kind.class, names = {"MEASURE", "CHANNELS", "GRAMS"})
    void aCorpusThatIsTooShortIsAnErrorAndLeavesNoFile(DataNeed.Kind need) throws IOException {
        try (Gguf source = Gguf.open(model().write(folder.resolve("source.gguf")))) {
            assertThatThrownBy(() -> compress(source, Map.of("need", need.name()), new ShortCorpus()))
                    .isInstanceOf(MethodException.class)
                    .hasMessageContaining("12 tokens");
        }
        assertThat(folder.resolve("result.gguf")).doesNotExist();
    }

    private static final class ShortCorpus implements Calibrator {

        @Override
        public ChannelStatistics channels(CalibrationOptions options) {
            throw new MethodException("the corpus has 12 tokens");
        }

        @Override
        public void grams(CalibrationOptions options, Set<String> tensors, GramVisitor visitor) {
            channels(options);
        }

        @Override
        public long memoryBudget() {
            return 0;
        }
    }

    @Test
    void refusesRowsThatTheTypeDoesNotTakeBeforeItReadsAWeight() {
        assertThatThrownBy(() -> method.plan(options(Map.of("type", "Q4_K")), model().metadata(), model().tensors()))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("rows of 32 weights")
                .hasMessageContaining("Q4_K")
                .hasMessageContaining("256");
    }

    @Test
    void refusesTensorsThatHoldNoWeights() {
        List<TensorSpec> tensors = List.of(TensorSpec.of("blk.0.ffn_up.weight", TensorType.I32, 32, 32));
        assertThatThrownBy(() -> method.plan(options(Map.of()), model().metadata(), tensors))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("I32");
    }

    @Test
    void refusesResultsThatTheTypeCannotHold() throws IOException {
        Path source = model().write(folder.resolve("source.gguf"));
        assertThatThrownBy(() -> compress(source, Map.of("factor", "1e9")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("F16")
                .hasMessageContaining("blk.0");
    }

    @Test
    void saysWhenNothingInstalledKnowsTheType() throws IOException {
        FixtureModels wide = model().with(new FixtureModels.Sizes(1, 256, 4, 2, 256, 0));
        Path source = wide.write(folder.resolve("source.gguf"));
        assertThatThrownBy(() -> compress(source, Map.of("type", "Q4_K")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("Q4_K")
                .hasMessageContaining("llama.cpp");
    }
}
