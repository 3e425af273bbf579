package org.jackknife.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.Channels;
import org.jackknife.api.calibration.GramVisitor;
import org.jackknife.api.calibration.MatrixInput;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.EngineCalibrator;
import org.jackknife.calibration.ImportanceMatrix;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.llamacpp.internal.NativeGguf;
import org.jackknife.testkit.ListedPlugins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calibration with this engine, against sums in double precision over activations that were fetched with it alone. */
class EngineCalibratorTest {

    private static final int LENGTH = 32;
    private static final long ALL_AT_ONCE = 1L << 30;
    private static final long ONE_AT_A_TIME = 1;
    private static final ListedPlugins ENGINE = new ListedPlugins(Map.of("llamacpp", new LlamaCppEngine()));
    private static final ListedPlugins NO_ENGINE = new ListedPlugins(Map.of());

    @TempDir
    Path folder;

    private TextModel model;
    private int samples;

    @BeforeEach
    void write() throws IOException {
        use(FixtureModels.of("llama").with(TensorType.F16), 200);
    }

    private void use(FixtureModels fixture, int words) throws IOException {
        model = new TextModel(fixture.write(folder.resolve("model.gguf")), TextModel.text(words), LENGTH);
        model.corpus(folder);
        samples = model.sequences();
    }

    private CalibrationOptions options(boolean sequential) {
        return new CalibrationOptions(folder.resolve("corpus.txt").toString(), samples, LENGTH, 3, sequential);
    }

    /** A calibration of a model that is closed afterwards. */
    private interface Work {
        void with(EngineCalibrator calibrator, Gguf gguf) throws IOException;
    }

    private void calibrate(TextModel of, ListedPlugins plugins, long memory, Work work) throws IOException {
        try (Gguf gguf = Gguf.open(of.file());
                EngineCalibrator calibrator = new EngineCalibrator(
                        new EngineCalibrator.Subject(gguf, gguf.sha256()),
                        new EngineCalibrator.Settings(folder.resolve("store"), 1, memory, Progress.SILENT),
                        plugins)) {
            work.with(calibrator, gguf);
        }
    }

    private static Set<String> matrices(Gguf gguf) {
        return gguf.tensors().stream()
                .filter(tensor -> tensor.shape().size() > 1)
                .map(TensorInfo::name)
                .collect(Collectors.toSet());
    }

    /** Copies of all Gram matrices, by {@code [READERS]#EXPERT}, in the order of the visits. */
    private Map<String, float[]> grams(TextModel of, long memory, boolean sequential, GramVisitor also) throws IOException {
        Map<String, float[]> grams = new LinkedHashMap<>();
        calibrate(of, ENGINE, memory, (calibrator, gguf) -> calibrator.grams(options(sequential), matrices(gguf), new GramVisitor() {
            @Override
            public void visit(MatrixInput input) throws IOException {
                String key = input.tensors() + "#" + input.expert();
                grams.put(key, input.gram().data().toArray(ValueLayout.JAVA_FLOAT));
                also.visit(input);
            }

            @Override
            public Optional<float[]> finished(String tensor, int expert) throws IOException {
                return also.finished(tensor, expert);
            }
        }));
        return grams;
    }

    private static void requireGram(float[] gram, float[] x, int width) {
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                double sum = 0;
                double size = 0;
                for (int at = 0; at < x.length; at += width) {
                    sum += (double) x[at + i] * x[at + j];
                    size += Math.abs((double) x[at + i] * x[at + j]);
                }
                assertThat((double) gram[i * width + j]).as("%d, %d", i, j).isCloseTo(sum, within(1e-5 * size + 1e-12));
            }
        }
    }

    @Test
    void channelsAreSummedOverTheWholeCorpus() throws IOException {
        Map<String, float[]> inputs = model.inputs();
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            ChannelStatistics statistics = calibrator.channels(options(false));
            Channels channels = statistics.of("blk.1.ffn_up.weight").orElseThrow();
            float[] x = inputs.get("blk.1.ffn_gate.weight#0");
            assertThat(channels.tokens()).containsExactly(samples * LENGTH).containsExactly(x.length / channels.width());
            for (int channel = 0; channel < channels.width(); channel++) {
                double squares = 0;
                double magnitudes = 0;
                float largest = 0;
                for (int at = channel; at < x.length; at += channels.width()) {
                    squares += (double) x[at] * x[at];
                    magnitudes += Math.abs(x[at]);
                    largest = Math.max(largest, Math.abs(x[at]));
                }
                assertThat((double) channels.sumOfSquares()[channel]).isCloseTo(squares, within(1e-5 * squares));
                assertThat((double) channels.sumOfMagnitudes()[channel]).isCloseTo(magnitudes, within(1e-5 * magnitudes));
                assertThat(channels.maxima()[channel]).isEqualTo(largest);
            }
            float[] rows = statistics.rows("blk.1.ffn_up.weight", 0).orElseThrow();
            assertThat(rows).hasSize(128 * channels.width());
            assertThat(Arrays.copyOf(rows, channels.width())).isEqualTo(Arrays.copyOf(x, channels.width()));
            assertThat(statistics.of("blk.0.attn_norm.weight")).isEmpty();
        });
    }

    @Test
    void theStatisticsAreAnImportanceMatrixOfEveryMatrix() throws IOException {
        float[] x = model.inputs().get("blk.0.attn_q.weight#0");
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            ImportanceMatrix matrix = ImportanceMatrix.read(calibrator.importanceMatrix(options(false)));
            assertThat(matrix.entries().keySet()).isEqualTo(matrices(gguf));
            assertThat(matrix.origin()).isEqualTo(new ImportanceMatrix.Origin("corpus.txt", samples, LENGTH));
            float[] means = matrix.of("blk.0.attn_v.weight", 32).orElseThrow();
            for (int channel = 0; channel < 32; channel++) {
                double sum = 0;
                for (int at = channel; at < x.length; at += 32) {
                    sum += (double) x[at] * x[at];
                }
                double mean = sum / (samples * LENGTH);
                assertThat((double) means[channel]).isCloseTo(mean, within(1e-5 * mean));
            }
        });
    }

    @Test
    void ggmlReadsTheStatisticsAndFindsWhatLlamaQuantizeLooksFor() throws IOException {
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            try (NativeGguf read = new NativeGguf(calibrator.importanceMatrix(options(false)))) {
                assertThat(read.readable()).isTrue();
                // load_imatrix of tools/quantize/quantize.cpp: three keys, then pairs of tensors, others are passed over
                assertThat(read.strings("imatrix.datasets")).containsExactly("corpus.txt");
                assertThat(read.u32("imatrix.chunk_count")).hasValue(samples);
                assertThat(read.u32("imatrix.chunk_size")).hasValue(LENGTH);
                for (String matrix : matrices(gguf)) {
                    assertThat(read.tensors()).contains(matrix + ".in_sum2", matrix + ".counts");
                }
            }
        });
    }

    @Test
    void whatWasGatheredOnceIsReadFromTheStore() throws IOException {
        List<MatrixInput> visits = new ArrayList<>();
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            calibrator.channels(options(false));
            calibrator.grams(options(false), Set.of("blk.0.attn_k.weight"), visits::add);
        });
        calibrate(model, NO_ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            assertThat(calibrator.channels(options(false)).of("blk.0.attn_k.weight")).isPresent();
            calibrator.grams(options(false), Set.of("blk.0.attn_k.weight"), visits::add);
            assertThatThrownBy(() -> calibrator.grams(options(false), Set.of("blk.1.attn_k.weight"), visits::add))
                    .as("another input")
                    .hasMessageContaining("not installed");
            var otherSeed = new CalibrationOptions(options(false).corpus(), samples, LENGTH, 4, false);
            assertThatThrownBy(() -> calibrator.channels(otherSeed)).as("another seed").hasMessageContaining("not installed");
            Files.writeString(folder.resolve("corpus.txt"), TextModel.text(201));
            assertThatThrownBy(() -> calibrator.channels(options(false)))
                    .as("another text")
                    .hasMessageContaining("not installed");
        });
        assertThat(visits).hasSize(2);
    }

    @Test
    void aDamagedFileOfTheStoreIsMadeAnew() throws IOException {
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            Path file = calibrator.importanceMatrix(options(false));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            calibrator.channels(options(false));
            assertThat(file).hasBinaryContent(whole);
        });
    }

    @Test
    void gramsAreThoseOfTheInputs() throws IOException {
        Map<String, float[]> inputs = model.inputs();
        Map<String, float[]> grams = grams(model, ALL_AT_ONCE, false, input -> {});
        assertThat(grams.keySet())
                .startsWith("[blk.0.attn_q.weight, blk.0.attn_k.weight, blk.0.attn_v.weight]#0", "[blk.0.attn_output.weight]#0")
                .hasSize(inputs.size());
        grams.forEach((key, gram) -> {
            String first = key.substring(1, key.indexOf(".weight") + ".weight".length());
            requireGram(gram, inputs.get(first + "#0"), (int) Math.sqrt(gram.length));
        });
    }

    @Test
    void gramsDoNotDependOnHowManyFitTheMemory() throws IOException {
        Map<String, float[]> narrow = grams(model, ONE_AT_A_TIME, false, input -> {});
        Map<String, float[]> wide = grams(model, ALL_AT_ONCE, false, input -> {});
        requireSame(narrow, wide);
    }

    private static void requireSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        assertThat(List.copyOf(actual.keySet())).isEqualTo(List.copyOf(expected.keySet()));
        expected.forEach((key, gram) -> assertThat(actual.get(key)).as(key).isEqualTo(gram));
    }

    @Test
    void aSequentialCalibrationThatReplacesNothingGivesTheSame() throws IOException {
        requireSame(grams(model, ALL_AT_ONCE, true, input -> {}), grams(model, ALL_AT_ONCE, false, input -> {}));
    }

    private static final String CHANGED = "blk.0.ffn_down.weight";

    private static float[] newWeights() {
        Random random = new Random(8);
        float[] weights = new float[32 * 64];
        for (int i = 0; i < weights.length; i++) {
            // what F16 holds exactly
            weights[i] = Float.float16ToFloat(Float.floatToFloat16((float) random.nextGaussian() / 8));
        }
        return weights;
    }

    /** Block 0 as the model has it, all after it as the model with the new weights has it. */
    private Map<String, float[]> expectedAfterChange() throws IOException {
        Map<String, float[]> expected = new LinkedHashMap<>(grams(model, ALL_AT_ONCE, false, input -> {}));
        Map<String, float[]> changed = grams(model.with(CHANGED, newWeights()), ALL_AT_ONCE, false, input -> {});
        assertThat(changed.get("[blk.1.attn_output.weight]#0")).isNotEqualTo(expected.get("[blk.1.attn_output.weight]#0"));
        changed.forEach((key, gram) -> {
            if (!key.startsWith("[blk.0.")) {
                expected.put(key, gram);
            }
        });
        return expected;
    }

    @Test
    void laterBlocksSeeTheNewWeightsOfTheBlocksBefore() throws IOException {
        for (long memory : new long[] {ALL_AT_ONCE, ONE_AT_A_TIME}) {
            Map<String, float[]> grams = grams(model, memory, true, input -> {
                if (input.tensors().contains(CHANGED)) {
                    input.replace(CHANGED, newWeights());
                }
            });
            requireSame(grams, expectedAfterChange());
        }
    }

    @Test
    void anInterruptedCalibrationGoesOnWithTheWeightsThatWereFinished() throws IOException {
        Map<String, float[]> grams = grams(model, ALL_AT_ONCE, true, new GramVisitor() {
            @Override
            public void visit(MatrixInput input) {
                assertThat(input.tensors()).doesNotContain(CHANGED);
            }

            @Override
            public Optional<float[]> finished(String tensor, int expert) {
                return tensor.equals(CHANGED) ? Optional.of(newWeights()) : Optional.empty();
            }
        });
        Map<String, float[]> expected = expectedAfterChange();
        expected.remove("[" + CHANGED + "]#0");
        requireSame(grams, expected);
    }

    @Test
    void replacingDoesNothingWhereTheCalibrationIsNotSequential() throws IOException {
        Map<String, float[]> grams = grams(model, ONE_AT_A_TIME, false, input -> {
            if (input.tensors().contains(CHANGED)) {
                input.replace(CHANGED, newWeights());
            }
        });
        requireSame(grams, grams(model, ALL_AT_ONCE, false, input -> {}));
    }

    @Test
    void expertsAreVisitedApartAndThoseThatNothingReachedAreNamed() throws IOException {
        use(FixtureModels.of("llama").with(new FixtureModels.Sizes(2, 32, 4, 2, 64, 24)), 12);
        samples = 1;
        Map<String, float[]> inputs = new TextModel(model.file(), model.text(), LENGTH).inputs();
        Map<Integer, Long> tokens = new LinkedHashMap<>();
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            calibrator.grams(options(false), Set.of("blk.1.ffn_up_exps.weight", "blk.1.ffn_gate_exps.weight"), input -> {
                assertThat(input.tensors()).containsExactlyInAnyOrder("blk.1.ffn_up_exps.weight", "blk.1.ffn_gate_exps.weight");
                tokens.put(input.expert(), input.tokens());
                float[] gram = input.gram().data().toArray(ValueLayout.JAVA_FLOAT);
                requireGram(gram, inputs.getOrDefault("blk.1.ffn_up_exps.weight#" + input.expert(), new float[0]), 32);
            });
            assertThat(List.copyOf(tokens.keySet())).hasSize(24).isSorted();
            assertThat(tokens.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2L * LENGTH);
            List<Integer> unreached = tokens.keySet().stream().filter(expert -> tokens.get(expert) == 0).toList();
            assertThat(unreached).hasSizeGreaterThan(1);
            String named = "no token of the corpus reached experts %s of blk.1.ffn_up_exps.weight"
                    .formatted(unreached.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            assertThat(calibrator.notes()).containsExactly(named);
            calibrator.channels(options(false));
            assertThat(calibrator.notes()).contains(named);
        });
    }

    @Test
    void sequencesAreCutToTheContextOfTheModelAndThatIsNoted() throws IOException {
        // fixtures have a context of 128
        CalibrationOptions longer = new CalibrationOptions(options(false).corpus(), 2, 1000, 0, false);
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> {
            assertThat(calibrator.channels(longer).of(CHANGED).orElseThrow().tokens()).containsExactly(256);
            assertThat(calibrator.notes())
                    .containsExactly("calibration sequences have 128 tokens in place of 1000, for the model's context is no longer");
        });
    }

    @Test
    void aSequentialCalibrationOfAQuantisedModelIsRefused() throws IOException {
        use(FixtureModels.of("llama").with(TensorType.Q8_0), 200);
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> assertThatThrownBy(
                        () -> calibrator.grams(options(true), Set.of(CHANGED), input -> {}))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("stored as Q8_0")
                .hasMessageContaining("sequential=false"));
    }

    @Test
    void aCorpusThatIsTooShortIsRefused() throws IOException {
        samples++;
        calibrate(model, ENGINE, ALL_AT_ONCE, (calibrator, gguf) -> assertThatThrownBy(() -> calibrator.channels(options(false)))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("needed are " + samples * LENGTH));
    }
}
