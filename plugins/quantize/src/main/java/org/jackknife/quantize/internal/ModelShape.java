package org.jackknife.quantize.internal;

import java.util.List;
import java.util.regex.Pattern;
import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;

/**
 * The few facts about a model that decide a mix.
 *
 * @param architecture as {@code general.architecture} says
 * @param layers number of blocks
 * @param attentionLayers blocks that attend, counted by their value matrices
 * @param queryGroup attention heads per key-value head; 0 where the model has no attention
 * @param experts experts per block; 0 for a dense feed-forward
 * @param tiedOutput whether the token embeddings serve as output matrix too
 * @param importance whether an importance matrix is given
 */
record ModelShape(
        String architecture,
        int layers,
        int attentionLayers,
        int queryGroup,
        int experts,
        boolean tiedOutput,
        boolean importance) {

    private static final Pattern VALUES = Pattern.compile("attn_(v|qkv|kv_b)\\.weight");

    static ModelShape of(GgufMetadata metadata, List<TensorSpec> tensors, boolean importance) {
        String architecture = metadata.string("general.architecture")
                .orElseThrow(() -> new MethodException("the model has no key general.architecture; is it a language model?"));
        long layers = metadata.integer(architecture + ".block_count")
                .orElseThrow(() -> new MethodException(
                        "the model has no key %s.block_count, by which mixes are chosen".formatted(architecture)));
        // per-layer head counts are arrays: such models are grouped by their first attention layer in llama.cpp
        long heads = firstHeadCount(metadata, architecture + ".attention.head_count", 0);
        long keyValueHeads = firstHeadCount(metadata, architecture + ".attention.head_count_kv", heads);
        return new ModelShape(
                architecture,
                (int) layers,
                (int) tensors.stream()
                        .filter(tensor -> VALUES.matcher(tensor.name()).find())
                        .count(),
                keyValueHeads == 0 ? 0 : (int) (heads / keyValueHeads),
                metadata.integer(architecture + ".expert_count").orElse(0L).intValue(),
                tensors.stream().noneMatch(tensor -> tensor.name().equals("output.weight")),
                importance);
    }

    private static long firstHeadCount(GgufMetadata metadata, String key, long otherwise) {
        return metadata.integer(key)
                .or(() -> metadata.integers(key).filter(list -> !list.isEmpty()).map(list -> list.getFirst()))
                .orElse(otherwise);
    }

    boolean is(String name) {
        return architecture.equals(name);
    }

    /** llama.cpp's "70B": the shape of Llama 2 and 3 and Qwen 2 at that size. */
    boolean is70B() {
        return layers == 80 && (is("llama") || is("qwen2"));
    }
}
