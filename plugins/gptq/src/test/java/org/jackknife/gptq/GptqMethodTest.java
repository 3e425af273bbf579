package org.jackknife.gptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.compression.BlockType;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorInfo;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GptqMethodTest extends MatrixMethodKit<GptqMethod.Options> {

    private static final String TENSOR = "blk.1.ffn_down.weight";
    private static final FixtureModels WIDE =
            FixtureModels.of("llama").with(TensorType.F16).with(new FixtureModels.Sizes(1, 256, 4, 2, 512, 0));

    @Override
    protected Method<GptqMethod.Options> method() {
        return new GptqMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of("group", "32");
    }

    @Override
    protected TensorCodec codec() {
        return new NativeTensorCodec();
    }

    private List<TensorSpec> planned(FixtureModels model, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(written());
        options.putAll(more);
        return method().plan(
                OptionSchema.of(GptqMethod.Options.class).bind("method gptq", options), model.metadata(), model.tensors());
    }

    private float[] stored(String tensor) throws IOException {
        return ModelWeights.read(folder.resolve("result.gguf"), tensor, codec());
    }

    /** w' = s·q with one s for 32 neighbours and q from -2^(b-1) to 2^(b-1) - 1. */
    @ParameterizedTest(name = "{0} bits as {1}")
    @CsvSource({"2, Q4_0", "3, Q4_0", "4, Q4_0", "5, Q5_0", "8, Q8_0"})
    void storesIntegersOfAsManyBitsTimesAScale(int bits, TensorType type) throws IOException {
        Path source = model().write(folder.resolve("source.gguf"));
        assertThat(compress(source, Map.of("bits", Integer.toString(bits))).reports())
                .allSatisfy(report -> assertThat(report.to()).isEqualTo(type));
        float[] stored = stored(TENSOR);
        float[] scales = scales(TENSOR);
        for (int i = 0; i < stored.length; i++) {
            double level = stored[i] / scales[i / 32];
            assertThat(level).isBetween(-Math.pow(2, bits - 1), Math.pow(2, bits - 1) - 1);
            assertThat(level).isEqualTo(Math.rint(level));
        }
    }

    /** Blocks of Q4_0, Q5_0 and Q8_0 begin with their scale in F16. */
    private float[] scales(String tensor) throws IOException {
        try (Gguf result = Gguf.open(folder.resolve("result.gguf"))) {
            TensorInfo info = result.tensor(tensor).orElseThrow();
            float[] scales = new float[Math.toIntExact(info.elements() / 32)];
            for (int i = 0; i < scales.length; i++) {
                short half = result.data(info).get(ValueLayout.JAVA_SHORT_UNALIGNED, (long) i * info.type().blockBytes());
                scales[i] = Float.float16ToFloat(half);
            }
            return scales;
        }
    }

    /** What the method is for: with the same blocks, outputs change less than by rounding every weight to the nearest. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(BlockType.class)
    void changesOutputsLessThanTheEncoderAloneDoes(BlockType block) throws IOException {
        Path source = WIDE.write(folder.resolve("source.gguf"));
        TensorType type = TensorType.valueOf(block.name());
        List<TensorReport> reports = compress(source, Map.of("type", block.name())).reports();
        assertThat(reports).hasSize(7);
        try (Gguf model = Gguf.open(source)) {
            RandomCalibrator calibrator = new RandomCalibrator(model, 7, 256);
            for (TensorReport report : reports) {
                assertThat(report.to()).isEqualTo(type);
                float[] weights = ModelWeights.read(source, report.tensor());
                int width = Math.toIntExact(model.tensor(report.tensor()).orElseThrow().rowLength());
                double encoder = PlainOutputError.of(
                        calibrator.inputs(report.tensor(), 0), weights, encoded(type, weights, width), width);
                double own = PlainOutputError.of(
                        calibrator.inputs(report.tensor(), 0), weights, stored(report.tensor()), width);
                assertThat(own).as(report.tensor()).isLessThan(0.9 * encoder);
            }
        }
    }

    private float[] encoded(TensorType type, float[] weights, int width) {
        byte[] bytes = new byte[Math.toIntExact(type.bytesFor(weights.length))];
        MemorySegment blocks = MemorySegment.ofArray(bytes);
        codec().encode(type, weights.clone(), width, blocks, null);
        float[] decoded = new float[weights.length];
        codec().decode(type, blocks, decoded);
        return decoded;
    }

    @ParameterizedTest(name = "actOrder={0}, staticGroups={1}")
    @CsvSource({"true, true", "false, true", "false, false"})
    void changesOutputsLessThanRoundingToNearestInEveryOrder(String actOrder, String staticGroups) throws IOException {
        Path source = WIDE.write(folder.resolve("source.gguf"));
        Map<String, String> options =
                Map.of("bits", "3", "group", "128", "actOrder", actOrder, "staticGroups", staticGroups);
        compress(source, options);
        String tensor = "blk.0.ffn_down.weight";
        float[] weights = ModelWeights.read(source, tensor);
        try (Gguf model = Gguf.open(source)) {
            float[] inputs = new RandomCalibrator(model, 7, 256).inputs(tensor, 0);
            double own = PlainOutputError.of(inputs, weights, stored(tensor), 512);
            double nearest = PlainOutputError.of(inputs, weights, nearest(weights, 3, 128), 512);
            assertThat(own).isLessThan(0.8 * nearest);
        }
    }

    /** s = max|w| / (2^(b-1) - 1) as F16, q = clamp(round(w / s)). */
    private static float[] nearest(float[] weights, int bits, int group) {
        float[] rounded = new float[weights.length];
        int top = (1 << bits - 1) - 1;
        for (int start = 0; start < weights.length; start += group) {
            float largest = 0;
            for (int i = start; i < start + group; i++) {
                largest = Math.max(largest, Math.abs(weights[i]));
            }
            float scale = Float.float16ToFloat(Float.floatToFloat16(largest / top));
            for (int i = start; i < start + group; i++) {
                // blocks have no negative zero
                rounded[i] = (float) (scale * Math.clamp(Math.rint(weights[i] / scale), -top - 1, top) + 0.0);
            }
        }
        return rounded;
    }

    @Test
    void anExpertThatSawNoTokenIsRoundedToNearestAndNamed() throws IOException {
        String tensor = "blk.0.ffn_down_exps.weight";
        FixtureModels experts = model().with(new FixtureModels.Sizes(1, 32, 4, 2, 96, 3));
        Path file = experts.write(folder.resolve("source.gguf"));
        RecordedCompression done =
                compress(file, Map.of(), source -> new RandomCalibrator(source, 7, 256).withUnseen(tensor, 1));
        assertThat(done.reports())
                .filteredOn(report -> report.tensor().equals(tensor))
                .singleElement()
                .satisfies(
                        report -> assertThat(report.note()).contains("experts 1:").contains("by rounding to nearest"));
        float[] expected = nearest(ModelWeights.read(file, tensor), 4, 32);
        float[] actual = stored(tensor);
        int expert = 32 * 96;
        assertThat(Arrays.copyOfRange(actual, expert, 2 * expert))
                .containsExactly(Arrays.copyOfRange(expected, expert, 2 * expert));
        assertThat(Arrays.copyOfRange(actual, 0, expert))
                .isNotEqualTo(Arrays.copyOfRange(expected, 0, expert));
    }

    @Test
    void channelsThatAreAlwaysZeroLoseTheirWeightsAndAHessianNearSingularIsDampedMore() throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        // three tokens for 32 and 64 channels, and no damping asked for
        RecordedCompression done = compress(
                file, Map.of("damping", "0"), source -> new SilentChannel(new RandomCalibrator(source, 7, 3), 5));
        assertThat(done.reports()).hasSize(14).allSatisfy(report -> assertThat(report.note())
                .contains("damping raised to 0.001")
                .contains("whose weights became zero: 1"));
        float[] stored = stored(TENSOR);
        for (int row = 0; row < 32; row++) {
            assertThat(stored[row * 64 + 5]).isZero();
        }
    }

    @Test
    void zerosOfAPrunedModelStayZero() throws IOException {
        Path source = model().write(folder.resolve("source.gguf"));
        float[] weights = ModelWeights.read(source, TENSOR);
        for (int i = 0; i < weights.length; i += 3) {
            weights[i] = 0;
        }
        ModelWeights.write(source, TENSOR, weights);
        compress(source, Map.of("keepZeros", "true"));
        float[] stored = stored(TENSOR);
        for (int i = 0; i < weights.length; i += 3) {
            assertThat(stored[i]).as("weight %d", i).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"})
    void kQuantsKeepZeros(String type) throws IOException {
        Path source = WIDE.write(folder.resolve("source.gguf"));
        float[] weights = halved(source, "blk.0.ffn_down.weight");
        TensorReport report = compress(source, Map.of("type", type, "keepZeros", "true", "include", "ffn_down"))
                .reports()
                .getFirst();
        assertThat(report.zeroFraction()).isGreaterThanOrEqualTo(0.5);
        float[] stored = stored("blk.0.ffn_down.weight");
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0) {
                assertThat(stored[i]).as("weight %d", i).isZero();
            }
        }
    }

    /** Both take 4.5 bits. */
    @Test
    void aPrunedMatrixChangesLessInQ4KThanInQ40() throws IOException {
        Path source = WIDE.write(folder.resolve("source.gguf"));
        halved(source, "blk.0.ffn_down.weight");
        assertThat(outputError(source, Map.of("type", "Q4_K"))).isLessThan(0.9 * outputError(source, Map.of("bits", "4")));
    }

    private double outputError(Path source, Map<String, String> form) throws IOException {
        Map<String, String> options = new HashMap<>(form);
        options.putAll(Map.of("keepZeros", "true", "include", "ffn_down"));
        return compress(source, options).reports().getFirst().outputError().orElseThrow();
    }

    /** Zeroes the smaller weight of every pair of neighbours. */
    private static float[] halved(Path model, String tensor) throws IOException {
        float[] weights = ModelWeights.read(model, tensor);
        for (int i = 0; i < weights.length; i += 2) {
            weights[Math.abs(weights[i]) < Math.abs(weights[i + 1]) ? i : i + 1] = 0;
        }
        ModelWeights.write(model, tensor, weights);
        return weights;
    }

    @Test
    void refusesToKeepZerosInATypeThatHasNone() {
        assertThatThrownBy(() -> planned(WIDE, Map.of("type", "IQ4_NL", "keepZeros", "true")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("IQ4_NL has no exact zero");
    }

    @Test
    void laterBlocksOfASequentialCalibrationSeeWhatIsStored() throws IOException {
        Path file = model().write(folder.resolve("source.gguf"));
        List<RandomCalibrator> calibrators = new ArrayList<>();
        compress(file, Map.of("sequential", "true"), source -> {
            calibrators.add(new RandomCalibrator(source, 7, 256));
            return calibrators.getFirst();
        });
        assertThat(calibrators.getFirst().replaced(TENSOR, 0).orElseThrow()).isEqualTo(stored(TENSOR));
    }

    @Test
    void refusesRowsThatATypeCannotDivideBeforeItReadsAWeight() {
        assertThatThrownBy(() -> planned(model(), Map.of("type", "Q4_K")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("rows of 32 weights")
                .hasMessageContaining("256")
                .hasMessageContaining("exclude");
    }

    @ParameterizedTest(name = "{0}={1}, {2}={3}")
    @CsvSource({
        "actOrder, true, staticGroups, false, staticGroups=true",
        "type, Q4_K, override, attn_v=Q8_0, a step of their own",
        "bits, 8, symmetric, false, no stored form",
        "damping, 2, bits, 4, at most 1"
    })
    void refusesOptionsThatDoNotGoTogether(String name, String value, String other, String otherValue, String told) {
        assertThatThrownBy(() -> planned(model(), Map.of(name, value, other, otherValue)))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(told);
    }

    @Test
    void oneScalePerRowNeedsNoStaticGroups() {
        Map<String, String> options = Map.of("group", "channel", "actOrder", "true", "staticGroups", "false");
        assertThat(planned(model(), options)).extracting(TensorSpec::type).contains(TensorType.Q4_0);
    }
}
