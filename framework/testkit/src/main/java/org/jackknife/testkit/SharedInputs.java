package org.jackknife.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;

/**
 * Tells which matrices of a transformer read the same input, by their names and in the order of the computation: query,
 * key and value share one, gate and up another.
 */
final class SharedInputs {

    private static final Pattern MATRIX = Pattern.compile("blk\\.(\\d+)\\.(\\w+)\\.weight");

    /** The matrices of a block in the order of the computation, with the name of what they read. */
    private static final List<Map.Entry<String, String>> READERS = List.of(
            Map.entry("attn_qkv", "attention"),
            Map.entry("attn_q", "attention"),
            Map.entry("attn_k", "attention"),
            Map.entry("attn_v", "attention"),
            Map.entry("attn_output", "heads"),
            Map.entry("ffn_gate_inp", "feed-forward"),
            Map.entry("ffn_gate", "feed-forward"),
            Map.entry("ffn_up", "feed-forward"),
            Map.entry("ffn_up_exps", "routed"),
            Map.entry("ffn_gate_exps", "routed"),
            Map.entry("ffn_down", "inner"),
            Map.entry("ffn_down_exps", "routed-inner"));

    private SharedInputs() {}

    /**
     * One input and its readers.
     *
     * @param name unique within the model
     * @param width input channels
     * @param experts 1 for matrices without experts
     * @param tensors names of the readers, in the order of the computation
     */
    record Shared(String name, int width, int experts, List<String> tensors) {}

    /** All inputs of a model's matrices, in the order of the computation. */
    static List<Shared> of(Gguf model) {
        Map<String, List<TensorInfo>> readers = new LinkedHashMap<>();
        model.tensors().stream()
                .filter(tensor -> key(model, tensor).isPresent())
                .sorted(Comparator.comparingInt(SharedInputs::block).thenComparingInt(SharedInputs::rank))
                .forEach(tensor -> readers.computeIfAbsent(key(model, tensor).orElseThrow(), key -> new ArrayList<>())
                        .add(tensor));
        return readers.entrySet().stream()
                .map(entry -> shared(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Shared shared(String name, List<TensorInfo> tensors) {
        TensorInfo first = tensors.getFirst();
        return new Shared(
                name,
                Math.toIntExact(first.rowLength()),
                Math.toIntExact(first.length(2)),
                tensors.stream().map(TensorInfo::name).toList());
    }

    private static Optional<String> key(Gguf model, TensorInfo tensor) {
        Matcher matrix = MATRIX.matcher(tensor.name());
        if (matrix.matches()) {
            return READERS.stream()
                    .filter(reader -> reader.getKey().equals(matrix.group(2)))
                    .map(reader -> matrix.group(1) + "." + reader.getValue())
                    .findFirst();
        }
        // where there is no output matrix, the embeddings take its place
        String output = model.tensor("output.weight").isPresent() ? "output.weight" : "token_embd.weight";
        return tensor.name().equals(output) ? Optional.of("output") : Optional.empty();
    }

    private static int block(TensorInfo tensor) {
        Matcher matrix = MATRIX.matcher(tensor.name());
        return matrix.matches() ? Integer.parseInt(matrix.group(1)) : Integer.MAX_VALUE;
    }

    private static int rank(TensorInfo tensor) {
        Matcher matrix = MATRIX.matcher(tensor.name());
        if (!matrix.matches()) {
            return READERS.size();
        }
        return READERS.stream().map(Map.Entry::getKey).toList().indexOf(matrix.group(2));
    }
}
