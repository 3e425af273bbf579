package org.jackknife.api.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackknife.api.method.MethodCost.Encoding;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.Test;

class MethodCostTest {

    private static final TensorSpec EMBEDDING = TensorSpec.of("token_embd.weight", TensorType.F16, 64, 100);
    private static final TensorSpec QUERY = TensorSpec.of("blk.0.attn_q.weight", TensorType.F16, 64, 32);
    private static final TensorSpec NORM = TensorSpec.of("blk.0.attn_norm.weight", TensorType.F32, 64);
    private static final TensorSpec EXPERTS = TensorSpec.of("blk.0.ffn_up_exps.weight", TensorType.F16, 64, 32, 8);

    @Test
    void workAddsUpAndMemoryIsTheLarger() {
        MethodCost first = MethodCost.encoding(TensorType.Q4_K, 10)
                .plus(MethodCost.visiting(3))
                .withMemory(500);
        MethodCost second = MethodCost.encoding(TensorType.Q4_K, 5)
                .plus(MethodCost.encoding(TensorType.Q4_K, true, 7))
                .plus(MethodCost.computing(11))
                .withMemory(300);

        MethodCost both = first.plus(second);

        assertThat(both.encoded())
                .containsExactlyInAnyOrder(
                        new Encoding(TensorType.Q4_K, false, 15), new Encoding(TensorType.Q4_K, true, 7));
        assertThat(both)
                .returns(500L, MethodCost::memory)
                .returns(3.0, MethodCost::visits)
                .returns(11.0, MethodCost::flops)
                .returns(0.0, MethodCost::calibration);
    }

    @Test
    void calibrationCountsTwoOperationsForEachWeightOfAMatrix() {
        // the embedding serves as output where there is no other: 2 * 10 * (64 * 100 + 64 * 32)
        assertThat(MethodCost.calibrating(GgufMetadata.empty(), List.of(EMBEDDING, QUERY, NORM), 10).calibration())
                .isEqualTo(2.0 * 10 * (6400 + 2048));
        TensorSpec output = TensorSpec.of("output.weight", TensorType.F16, 64, 100);
        assertThat(MethodCost.calibrating(GgufMetadata.empty(), List.of(EMBEDDING, QUERY, output), 10).calibration())
                .isEqualTo(2.0 * 10 * (2048 + 6400));
    }

    @Test
    void calibrationCountsTheExpertsThatAreUsed() {
        GgufMetadata metadata = GgufMetadata.empty()
                .with("general.architecture", "llama")
                .with("llama.expert_used_count", GgufValue.u32(2));
        TensorSpec output = TensorSpec.of("output.weight", TensorType.F16, 64, 100);
        assertThat(MethodCost.calibrating(metadata, List.of(output, EXPERTS), 1).calibration())
                .isEqualTo(2.0 * (6400 + 2 * 2048));
    }

    /** Stores the query in Q8_0. */
    private static final class OneTensor implements Method<NoOptions> {

        @Override
        public Class<NoOptions> optionsType() {
            return NoOptions.class;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public List<TensorSpec> plan(NoOptions options, GgufMetadata metadata, List<TensorSpec> tensors) {
            return List.of(EMBEDDING, TensorSpec.of(QUERY.name(), TensorType.Q8_0, 64, 32), NORM);
        }

        @Override
        public void compress(NoOptions options, MethodContext context) {
            throw new AssertionError("a plan compresses nothing");
        }
    }

    @Test
    void aMethodThatSaysNothingCostsTheStoringOfWhatItChanges() {
        MethodCost cost =
                new OneTensor().cost(new NoOptions(), GgufMetadata.empty(), List.of(EMBEDDING, QUERY, NORM));

        assertThat(cost.encoded()).containsExactly(new Encoding(TensorType.Q8_0, false, 2048));
        // decoded, decoded again, compared
        assertThat(cost.visits()).isEqualTo(3 * 2048);
        // two arrays of floats, the mapped source in F16, the result in blocks of 34 bytes for 32 weights
        assertThat(cost.memory()).isEqualTo(2 * 4 * 2048 + 2 * 2048 + 34 * 2048 / 32);
    }

    /** Changes the query. */
    private static final class Halving extends TensorMethod<NoOptions> {

        @Override
        public Class<NoOptions> optionsType() {
            return NoOptions.class;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        protected boolean touches(TensorInfo tensor, NoOptions options) {
            return tensor.name().equals(QUERY.name());
        }

        @Override
        protected void transform(float[] weights, TensorInfo tensor, NoOptions options, MethodContext context) {
            throw new AssertionError("a plan transforms nothing");
        }
    }

    @Test
    void aTensorMethodCostsItsTransformationToo() {
        MethodCost cost = new Halving().cost(new NoOptions(), GgufMetadata.empty(), List.of(EMBEDDING, QUERY, NORM));

        assertThat(cost.encoded()).containsExactly(new Encoding(TensorType.F16, false, 2048));
        assertThat(cost.visits()).isEqualTo(4 * 2048);
    }
}
