package org.jackknife.rtn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
import org.junit.jupiter.params.provider.ValueSource;

class RtnMethodTest extends MatrixMethodKit<RtnMethod.Options> {

    private static final String TENSOR = "blk.0.ffn_down.weight";

    @Override
    protected Method<RtnMethod.Options> method() {
        return new RtnMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of("group", "32");
    }

    @Override
    protected TensorCodec codec() {
        return new NativeTensorCodec();
    }

    private List<TensorSpec> planned(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(written());
        options.putAll(more);
        return method().plan(
                OptionSchema.of(RtnMethod.Options.class).bind("method rtn", options), model().metadata(), model().tensors());
    }

    @ParameterizedTest(name = "{0} bits, symmetric={1}: {2}")
    @CsvSource({
        "2, true, Q4_0", "3, true, Q4_0", "4, true, Q4_0", "5, true, Q5_0", "8, true, Q8_0",
        "2, false, Q4_1", "3, false, Q4_1", "4, false, Q4_1", "5, false, Q5_1"
    })
    void storesIntegersInTheBlocksThatHoldThem(String bits, String symmetric, TensorType type) throws IOException {
        RecordedCompression done =
                compress(model().write(folder.resolve("source.gguf")), Map.of("bits", bits, "symmetric", symmetric));
        assertThat(done.reports()).hasSize(14).allSatisfy(report -> assertThat(report.to()).isEqualTo(type));
        assertThat(planned(Map.of("bits", bits, "symmetric", symmetric)))
                .filteredOn(tensor -> tensor.name().equals(TENSOR))
                .extracting(TensorSpec::type)
                .containsExactly(type);
    }

    @Test
    void marksTheModelAsOneWithBlocksAndDropsTheMixThatItNoLongerIs() throws IOException {
        compress(model().write(folder.resolve("source.gguf")), Map.of());
        try (Gguf result = Gguf.open(folder.resolve("result.gguf"))) {
            assertThat(model().metadata().integer("general.file_type")).isPresent();
            assertThat(result.metadata().integer("general.file_type")).isEmpty();
            assertThat(result.metadata().integer("general.quantization_version")).contains(2L);
        }
    }

    @Test
    void moreBitsSmallerGroupsAndASearchErrLess() throws IOException {
        Path source = model().write(folder.resolve("source.gguf"));
        List<Map<String, String>> fromWorstToBest = List.of(
                Map.of("bits", "2"),
                Map.of("bits", "3", "group", "64"),
                Map.of("bits", "3"),
                Map.of("bits", "3", "searchScale", "true"),
                Map.of("bits", "4"),
                Map.of("bits", "8"));
        double[] errors = new double[fromWorstToBest.size()];
        for (int i = 0; i < errors.length; i++) {
            Map<String, String> options = new HashMap<>(fromWorstToBest.get(i));
            options.put("include", "ffn_down");
            errors[i] = compress(source, options).reports().getFirst().relativeError();
        }
        IntStream.range(1, errors.length)
                .forEach(i -> assertThat(errors[i]).as("%s", fromWorstToBest.get(i)).isLessThan(errors[i - 1]));
    }

    @Test
    void measuresOutputsWhereAskedToAndWritesTheSameBytes() throws IOException {
        Path source = model().write(folder.resolve("source.gguf"));
        assertThat(compress(source, Map.of()).reports())
                .allSatisfy(report -> assertThat(report.outputError()).isEmpty());
        Path plain = folder.resolve("plain.gguf");
        Files.move(folder.resolve("result.gguf"), plain);
        RecordedCompression measured = compress(source, Map.of("measure", "true"));
        assertThat(folder.resolve("result.gguf")).hasSameBinaryContentAs(plain);
        TensorReport report = measured.reports().stream()
                .filter(any -> any.tensor().equals(TENSOR))
                .findFirst()
                .orElseThrow();
        try (Gguf gguf = Gguf.open(source)) {
            float[] rows = new RandomCalibrator(gguf, 7, 256).channels(null).rows(TENSOR, 0).orElseThrow();
            double expected = PlainOutputError.of(
                    rows, ModelWeights.read(source, TENSOR), ModelWeights.read(plain, TENSOR, codec()), 64);
            assertThat(report.outputError().orElseThrow())
                    .isCloseTo(expected, withinPercentage(1e-3));
        }
    }

    @ParameterizedTest(name = "symmetric={0}")
    @ValueSource(strings = {"true", "false"})
    void zerosOfAPrunedModelStayZero(String symmetric) throws IOException {
        Path source = model().write(folder.resolve("source.gguf"));
        float[] weights = ModelWeights.read(source, TENSOR);
        for (int i = 0; i < weights.length; i += 3) {
            weights[i] = 0;
        }
        ModelWeights.write(source, TENSOR, weights);
        compress(source, Map.of("keepZeros", "true", "bits", "3", "symmetric", symmetric));
        float[] stored = ModelWeights.read(folder.resolve("result.gguf"), TENSOR, codec());
        for (int i = 0; i < weights.length; i += 3) {
            assertThat(stored[i]).as("weight %d", i).isZero();
        }
    }

    @Test
    void tensorsMayHaveBitsOrATypeOfTheirOwn() {
        assertThat(planned(Map.of("symmetric", "false", "override", "attn_v=Q8_0, ffn_down=5")))
                .filteredOn(tensor -> tensor.name().startsWith("blk.0.") && tensor.shape().size() == 2)
                .allSatisfy(tensor -> assertThat(tensor.type())
                        .isEqualTo(
                                tensor.name().contains("attn_v")
                                        ? TensorType.Q8_0
                                        : tensor.name().contains("ffn_down") ? TensorType.Q5_1 : TensorType.Q4_1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "bits=6 | 6 bits have no stored form",
        "bits=9 | at most 8",
        "bits=8,symmetric=false | 8 bits have no stored form",
        "override=attn_v=Q4_K | Q4_K holds no uniform grid",
        "override=attn_v=7 | 7 bits have no stored form",
        "group=48 | 32, 64, 128, channel"
    })
    void refusesWhatHasNoStoredForm(String options, String told) {
        Map<String, String> more = new HashMap<>();
        for (String option : options.split(",")) {
            int equals = option.indexOf('=');
            more.put(option.substring(0, equals), option.substring(equals + 1));
        }
        assertThatThrownBy(() -> planned(more)).isInstanceOf(OptionException.class).hasMessageContaining(told);
    }

    @Test
    void refusesRowsThatGroupsCannotDivideBeforeItReadsAWeight() {
        assertThatThrownBy(() -> planned(Map.of("group", "64")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("rows of 32 weights")
                .hasMessageContaining("groups of 64");
    }

    @Test
    void saysWhichTensorHasWeightsThatNoScaleReaches() throws IOException {
        FixtureModels wide = model().with(TensorType.F32);
        Path source = wide.write(folder.resolve("source.gguf"));
        float[] weights = ModelWeights.read(source, TENSOR);
        weights[7] = 1e7f;
        ModelWeights.write(source, TENSOR, weights);
        assertThatThrownBy(() -> compress(source, Map.of("bits", "2")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining(TENSOR)
                .hasMessageContaining("65504");
    }
}
