package org.jackknife.compression.folding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.FixtureModels.Sizes;
import org.junit.jupiter.api.Test;

/** The groups of one block, read off the graphs of llama.cpp b4916 (src/llama-model.cpp) by hand. */
class FoldMapTest {

    /** Groups of the first block, as {@code producer[first row, channels] -> readers}. */
    private static List<String> firstBlock(FixtureModels model) {
        return FoldMap.of(model.metadata(), model.tensors()).stream()
                .filter(group -> group.producer().weight().startsWith("blk.0."))
                .map(FoldMapTest::described)
                .toList();
    }

    private static String described(FoldGroup group) {
        Producer producer = group.producer();
        return "%s[%d, %d] -> %s"
                .formatted(
                        String.join("+", producer.tensors().stream().map(FoldMapTest::brief).toList()),
                        producer.firstRow(),
                        producer.channels(),
                        String.join(" ", group.readers().stream().map(reader -> brief(reader.toString())).toList()));
    }

    private static String brief(String name) {
        return name.replace("blk.0.", "").replace(".weight", "");
    }

    @Test
    void llamaSharesTwoValueHeadsAmongFourQueryHeads() {
        assertThat(firstBlock(FixtureModels.of("llama")))
                .containsExactly(
                        "attn_norm[0, 32] -> attn_q attn_k attn_v",
                        "attn_v[0, 16] -> attn_output",
                        "ffn_norm[0, 32] -> ffn_gate ffn_up",
                        "ffn_up[0, 64] -> ffn_down");
    }

    @Test
    void qwen2FoldsIntoTheBiasOfValuesToo() {
        assertThat(firstBlock(FixtureModels.of("qwen2"))).contains("attn_v+attn_v.bias[0, 16] -> attn_output");
    }

    @Test
    void phi3HoldsValuesAndUpProjectionLast() {
        assertThat(firstBlock(FixtureModels.of("phi3")))
                .containsExactly(
                        "attn_norm[0, 32] -> attn_qkv",
                        "attn_qkv[48, 16] -> attn_output",
                        "ffn_norm[0, 32] -> ffn_up",
                        "ffn_up[64, 64] -> ffn_down");
    }

    @Test
    void gemma3LeavesNormsBehindAttentionAndOfHeadsAlone() {
        assertThat(firstBlock(FixtureModels.of("gemma3")))
                .containsExactly(
                        "attn_norm[0, 32] -> attn_q attn_k attn_v",
                        "attn_v[0, 16] -> attn_output",
                        "ffn_norm[0, 32] -> ffn_gate ffn_up",
                        "ffn_up[0, 32] -> ffn_down");
    }

    @Test
    void expertsShareTheirNormWithTheRouterAndHaveInnerChannelsOfTheirOwn() {
        assertThat(firstBlock(FixtureModels.of("llama").with(new Sizes(1, 32, 4, 4, 64, 2))))
                .containsExactly(
                        "attn_norm[0, 32] -> attn_q attn_k attn_v",
                        "attn_v[0, 32] -> attn_output",
                        "ffn_norm[0, 32] -> ffn_gate_inp ffn_gate_exps ffn_gate_exps of expert 1 ffn_up_exps"
                                + " ffn_up_exps of expert 1",
                        "ffn_up_exps[0, 64] -> ffn_down_exps",
                        "ffn_up_exps[0, 64] -> ffn_down_exps of expert 1");
    }

    @Test
    void columnsOfSharedValueHeadsReadTheChannelsOfTheirOwnHead() {
        FoldGroup group = FoldMap.of(FixtureModels.of("llama").metadata(), FixtureModels.of("llama").tensors()).get(1);
        // heads of 8: the columns of query heads 0 and 1 come from value head 0, those of 2 and 3 from value head 1
        int[] channels = IntStream.range(0, 32).map(group::channel).toArray();
        int[] expected = IntStream.of(0, 0, 1, 1).flatMap(head -> IntStream.range(8 * head, 8 * head + 8)).toArray();
        assertThat(channels).isEqualTo(expected);
        assertThat(group.largest(numbers())).startsWith(8, 9, 10).endsWith(30, 31);
        assertThat(group.sum(doubles())).startsWith(0 + 8, 1 + 9).endsWith(22 + 30, 23 + 31);
        assertThat(group.toColumns(group.largest(numbers()))).startsWith(8, 9).endsWith(30, 31).hasSize(32);
    }

    private static float[] numbers() {
        float[] numbers = new float[32];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    private static double[] doubles() {
        return IntStream.range(0, 32).asDoubleStream().toArray();
    }

    @Test
    void anUnknownArchitectureIsRefusedByName() {
        FixtureModels model = FixtureModels.of("llama");
        assertThatThrownBy(() -> FoldMap.of(model.metadata().with("general.architecture", "olmo2"), model.tensors()))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("'olmo2'")
                .hasMessageContaining("gemma, gemma2, gemma3, internlm2, llama, phi3, qwen2");
    }
}
