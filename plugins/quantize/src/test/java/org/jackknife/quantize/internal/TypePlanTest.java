package org.jackknife.quantize.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.quantize.QuantizeMethod;
import org.jackknife.quantize.QuantizeMethod.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Counts of tensor types per model and mix. Expected are the counts that llama.cpp prints when it loads the files of
 * that name which its own quantiser made (lines "llama_model_loader: - type q4_K: 193 tensors" and the like, as model
 * cards and issue reports quote them).
 */
class TypePlanTest {

    private enum Shape {
        LLAMA_2_7B("llama", 32, 4096, 32, 32, 11008, false),
        LLAMA_3_8B("llama", 32, 4096, 32, 8, 14336, false),
        QWEN_2_5_7B("qwen2", 28, 3584, 28, 4, 18944, false),
        LLAMA_3_2_1B("llama", 16, 2048, 32, 8, 8192, true);

        final String architecture;
        final int layers;
        final int width;
        final int heads;
        final int keyValueHeads;
        final int feedForward;
        final boolean tied;

        Shape(String architecture, int layers, int width, int heads, int keyValueHeads, int feedForward, boolean tied) {
            this.architecture = architecture;
            this.layers = layers;
            this.width = width;
            this.heads = heads;
            this.keyValueHeads = keyValueHeads;
            this.feedForward = feedForward;
            this.tied = tied;
        }

        GgufMetadata metadata() {
            return GgufMetadata.empty()
                    .with("general.architecture", architecture)
                    .with(architecture + ".block_count", new GgufValue.U32(layers))
                    .with(architecture + ".attention.head_count", new GgufValue.U32(heads))
                    .with(architecture + ".attention.head_count_kv", new GgufValue.U32(keyValueHeads));
        }

        List<TensorSpec> tensors() {
            List<TensorSpec> tensors = new ArrayList<>();
            int keyValueWidth = width / heads * keyValueHeads;
            tensors.add(TensorSpec.of("token_embd.weight", TensorType.F16, width, 32000));
            if (!tied) {
                tensors.add(TensorSpec.of("output.weight", TensorType.F16, width, 32000));
            }
            tensors.add(TensorSpec.of("output_norm.weight", TensorType.F32, width));
            for (int layer = 0; layer < layers; layer++) {
                String block = "blk." + layer + ".";
                tensors.add(TensorSpec.of(block + "attn_norm.weight", TensorType.F32, width));
                tensors.add(TensorSpec.of(block + "attn_q.weight", TensorType.F16, width, width));
                tensors.add(TensorSpec.of(block + "attn_k.weight", TensorType.F16, width, keyValueWidth));
                tensors.add(TensorSpec.of(block + "attn_v.weight", TensorType.F16, width, keyValueWidth));
                tensors.add(TensorSpec.of(block + "attn_output.weight", TensorType.F16, width, width));
                tensors.add(TensorSpec.of(block + "ffn_norm.weight", TensorType.F32, width));
                tensors.add(TensorSpec.of(block + "ffn_gate.weight", TensorType.F16, width, feedForward));
                tensors.add(TensorSpec.of(block + "ffn_up.weight", TensorType.F16, width, feedForward));
                tensors.add(TensorSpec.of(block + "ffn_down.weight", TensorType.F16, feedForward, width));
            }
            return tensors;
        }
    }

    private static Options options(String... pairs) {
        Map<String, String> written = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            written.put(pairs[i], pairs[i + 1]);
        }
        return OptionSchema.of(Options.class).bind("method quantize", written);
    }

    private static Map<TensorType, Long> quantised(Shape shape, Options options) {
        return TypePlan.of(options, shape.metadata(), shape.tensors()).stream()
                .filter(tensor -> tensor.type() != TensorType.F32)
                .collect(Collectors.groupingBy(TensorSpec::type, TreeMap::new, Collectors.counting()));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', value = {
        "LLAMA_2_7B   | Q4_K_M | {Q4_K=193, Q6_K=33}",
        "LLAMA_2_7B   | Q4_K_S | {Q4_K=217, Q5_K=8, Q6_K=1}",
        "LLAMA_2_7B   | Q5_K_M | {Q5_K=193, Q6_K=33}",
        "LLAMA_2_7B   | Q5_K_S | {Q5_K=225, Q6_K=1}",
        "LLAMA_2_7B   | Q3_K_S | {Q3_K=225, Q6_K=1}",
        "LLAMA_2_7B   | Q3_K_M | {Q3_K=129, Q4_K=92, Q5_K=4, Q6_K=1}",
        "LLAMA_2_7B   | Q3_K_L | {Q3_K=129, Q5_K=96, Q6_K=1}",
        "LLAMA_2_7B   | Q6_K   | {Q6_K=226}",
        "LLAMA_2_7B   | Q8_0   | {Q8_0=226}",
        "LLAMA_2_7B   | Q4_0   | {Q4_0=225, Q6_K=1}",
        "LLAMA_3_8B   | Q4_K_M | {Q4_K=193, Q6_K=33}",
        "LLAMA_3_8B   | Q2_K   | {Q2_K=129, Q3_K=64, Q4_K=32, Q6_K=1}",
        "QWEN_2_5_7B  | Q4_K_M | {Q4_K=169, Q6_K=29}",
        "LLAMA_3_2_1B | Q4_K_M | {Q4_K=96, Q6_K=17}"
    })
    void countsAreThoseOfLlamaCppsOwnFiles(Shape shape, String mix, String counts) {
        assertThat(quantised(shape, options("type", mix))).hasToString(counts);
    }

    @Test
    void pureGivesEveryMatrixTheSameType() {
        assertThat(quantised(Shape.LLAMA_3_8B, options("type", "Q4_K_M", "pure", "true"))).hasToString("{Q4_K=226}");
    }

    @Test
    void theUsersChoicesComeFirst() {
        Options options = options(
                "type", "Q4_K_M", "override", "blk\\.0\\.ffn=Q8_0, attn_v=F16", "outputType", "Q8_0", "embeddingType", "Q5_K");
        assertThat(quantised(Shape.LLAMA_2_7B, options)).hasToString("{F16=32, Q8_0=4, Q4_K=174, Q5_K=1, Q6_K=15}");
    }

    @Test
    void rowsThatTheTypeDoesNotTakeFallBackAsInLlamaCpp() {
        List<TensorSpec> odd = List.of(
                TensorSpec.of("blk.0.attn_q.weight", TensorType.F16, 96, 8),
                TensorSpec.of("blk.0.attn_k.weight", TensorType.F16, 90, 8));
        List<TensorSpec> planned = TypePlan.of(options("type", "Q4_K_S"), Shape.LLAMA_2_7B.metadata(), odd);
        assertThat(planned).extracting(TensorSpec::type).containsExactly(TensorType.Q5_0, TensorType.F16);
    }

    @Test
    void twoBitTypesAreRefusedWithoutImportance() {
        QuantizeMethod method = new QuantizeMethod();
        Shape shape = Shape.LLAMA_3_8B;
        assertThatThrownBy(() -> method.plan(options("type", "IQ2_XS"), shape.metadata(), shape.tensors()))
                .hasMessageContaining("garbage without an importance matrix")
                .hasMessageContaining("imatrix=FILE");
    }

    @Test
    void quantisedSourcesAreRefusedUnlessTheUserInsists() {
        QuantizeMethod method = new QuantizeMethod();
        List<TensorSpec> source = List.of(TensorSpec.of("blk.0.attn_q.weight", TensorType.Q8_0, 4096, 4096));
        GgufMetadata metadata = Shape.LLAMA_2_7B.metadata();
        assertThatThrownBy(() -> method.plan(options("type", "Q4_0"), metadata, source)).hasMessageContaining("requantize=true");
        assertThat(method.plan(options("type", "Q4_0", "requantize", "true"), metadata, source))
                .extracting(TensorSpec::type)
                .containsExactly(TensorType.Q4_0);
    }
}
