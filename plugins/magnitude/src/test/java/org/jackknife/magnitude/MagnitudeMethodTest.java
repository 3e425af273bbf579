package org.jackknife.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.testkit.MatrixMethodKit;
import org.jackknife.testkit.ModelWeights;
import org.jackknife.testkit.RecordedCompression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagnitudeMethodTest extends MatrixMethodKit<MagnitudeMethod.Options> {

    @Override
    protected Method<MagnitudeMethod.Options> method() {
        return new MagnitudeMethod();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of("sparsity", "0.3");
    }

    private RecordedCompression compressed(Map<String, String> written) throws IOException {
        try (Gguf source = Gguf.open(model().write(folder.resolve("source.gguf")))) {
            RecordedCompression context = new RecordedCompression(source, codec(), folder.resolve("out.gguf"), 1);
            method().compress(OptionSchema.of(MagnitudeMethod.Options.class).bind("method magnitude", written), context);
            return context;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sparsity=0, 0", "sparsity=1, 1", "sparsity=0.3, 0.3", "sparsity=0.9, 0.9", "pattern=2:4, 0.5", "pattern=4:8, 0.5"})
    void zeroesTheFractionAskedForInEveryMatrixOfTheBlocks(String option, double zeros) throws IOException {
        String[] pair = option.split("=");
        assertThat(compressed(Map.of(pair[0], pair[1])).reports())
                .hasSize(7 * FixtureModels.Sizes.TINY.blocks())
                .allSatisfy(report -> assertThat(report.zeroFraction()).isEqualTo(zeros, within(1e-3)));
    }

    /** The comparison group is the matrix: here by a plain stable sort of all its weights. */
    @Test
    void zeroesTheSmallestOfTheWholeMatrixAndOfEachExpertsOwn() throws IOException {
        FixtureModels experts = model().with(new FixtureModels.Sizes(1, 32, 4, 2, 64, 3));
        Path source = experts.write(folder.resolve("source.gguf"));
        String tensor = "blk.0.ffn_up_exps.weight";
        compress(source, Map.of("sparsity", "0.3"));
        float[] before = ModelWeights.read(source, tensor);
        int size = 32 * 64;
        for (int expert = 0; expert < 3; expert++) {
            IntStream.range(expert * size, (expert + 1) * size)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> Math.abs(before[i])))
                    .limit(Math.round(0.3 * size))
                    .toList()
                    .forEach(i -> before[i] = 0);
        }
        assertThat(ModelWeights.read(folder.resolve("result.gguf"), tensor)).containsExactly(before);
    }

    @Test
    void leavesExcludedTensorsAlone() throws IOException {
        assertThat(compressed(Map.of("exclude", "blk\\.0\\., ffn")).reports())
                .extracting(TensorReport::tensor)
                .containsExactlyInAnyOrder(
                        "blk.1.attn_q.weight", "blk.1.attn_k.weight", "blk.1.attn_v.weight", "blk.1.attn_output.weight");
    }

    @Test
    void refusesASparsityBesideAPattern() {
        assertThatThrownBy(() -> compressed(Map.of("pattern", "2:4", "sparsity", "0.7")))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("2:4")
                .hasMessageContaining("0.7");
    }

    @Test
    void costsTheStoringOfThePrunedMatricesAndNoCalibration() {
        MagnitudeMethod.Options options =
                OptionSchema.of(MagnitudeMethod.Options.class).bind("method magnitude", Map.of());
        MethodCost cost = method().cost(options, model().metadata(), model().tensors());

        // per block of the tiny llama: q and o of 32 x 32, k and v of 32 x 16, gate, up and down of 32 x 64
        long weights = 2 * (2 * 32 * 32 + 2 * 32 * 16 + 3 * 32 * 64);
        assertThat(cost.encoded()).containsExactly(new MethodCost.Encoding(TensorType.F16, false, weights));
        assertThat(cost.calibration()).isZero();
    }
}
