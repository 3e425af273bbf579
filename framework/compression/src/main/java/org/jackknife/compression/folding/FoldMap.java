package org.jackknife.compression.folding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;

/**
 * Tells which matrices of a model share an input and what that input is made of, by the graphs of llama.cpp b4916.
 *
 * <p>In every block: {@code attn_norm} makes the input of query, key and value; {@code attn_v} that of
 * {@code attn_output}, since attention only averages values; {@code ffn_norm} that of gate and up projection, and with
 * experts that of the router and of all experts; {@code ffn_up} that of {@code ffn_down}, since the activation is applied
 * to the gate alone. Fused matrices (phi3) hold value rows and up rows last. Norms of gemma are stored as the factor that
 * they are applied with, the conversion has added the one already. Norms behind attention and feed-forward network
 * (gemma2, gemma3) and those of query and key heads (gemma3) make no input of a matrix.
 */
public final class FoldMap {

    /** Architectures whose graph is known to be as described; a test runs each in llama.cpp. */
    private static final Set<String> KNOWN =
            Set.of("gemma", "gemma2", "gemma3", "internlm2", "llama", "phi3", "qwen2");

    private final GgufMetadata metadata;
    private final String architecture;
    private final Map<String, TensorSpec> tensors = new HashMap<>();

    private FoldMap(GgufMetadata metadata, List<TensorSpec> tensors) {
        this.metadata = metadata;
        this.architecture = metadata.string("general.architecture").orElse("");
        tensors.forEach(tensor -> this.tensors.put(tensor.name(), tensor));
    }

    /**
     * All groups of a model, block by block in the order of the computation.
     *
     * @throws MethodException if the architecture is none of those known
     */
    public static List<FoldGroup> of(GgufMetadata metadata, List<TensorSpec> tensors) {
        FoldMap map = new FoldMap(metadata, tensors);
        if (!KNOWN.contains(map.architecture)) {
            throw new MethodException(
                    "the architecture is '%s', and which of its norms feed which matrices is not known; known are %s"
                            .formatted(map.architecture, String.join(", ", new TreeSet<>(KNOWN))));
        }
        return IntStream.range(0, map.blocks()).boxed().flatMap(map::block).toList();
    }

    private int blocks() {
        return metadata.u32(architecture + ".block_count").orElseThrow(() -> new MethodException(
                        "the model lacks %s.block_count; repair it".formatted(architecture)))
                .intValue();
    }

    private Stream<FoldGroup> block(int block) {
        String prefix = "blk." + block + ".";
        List<FoldGroup> groups = new ArrayList<>();
        groups.add(behindNorm(prefix + "attn_norm", readers(prefix, "attn_q", "attn_k", "attn_v", "attn_qkv")));
        groups.add(behindValues(prefix));
        groups.add(behindNorm(
                prefix + "ffn_norm",
                readers(prefix, "ffn_gate_inp", "ffn_gate", "ffn_up", "ffn_gate_exps", "ffn_up_exps")));
        groups.addAll(behindUp(prefix));
        return groups.stream();
    }

    private FoldGroup behindNorm(String norm, List<MatrixId> readers) {
        int width = columns(readers.getFirst().tensor());
        return new FoldGroup(readers, new Producer(weightAndBias(norm), 0, 0, width), width, width, 1);
    }

    private FoldGroup behindValues(String prefix) {
        List<MatrixId> readers = readers(prefix, "attn_output");
        int width = columns(readers.getFirst().tensor());
        boolean fused = tensors.containsKey(prefix + "attn_qkv.weight");
        String matrix = prefix + (fused ? "attn_qkv" : "attn_v");
        int rows = rows(matrix + ".weight");
        // a fused matrix holds as many query rows as attention has outputs, then keys, then as many values
        int values = fused ? (rows - width) / 2 : rows;
        int copies = width / values;
        int run = copies == 1 ? width : headLength();
        return new FoldGroup(readers, new Producer(weightAndBias(matrix), 0, rows - values, values), width, run, copies);
    }

    private List<FoldGroup> behindUp(String prefix) {
        String kind = tensors.containsKey(prefix + "ffn_up_exps.weight") ? "_exps" : "";
        List<MatrixId> readers = readers(prefix, "ffn_down" + kind);
        int width = columns(readers.getFirst().tensor());
        String up = prefix + "ffn_up" + kind;
        // phi3: gate and up projection in one matrix
        int firstRow = rows(up + ".weight") - width;
        return readers.stream()
                .map(reader -> new FoldGroup(
                        List.of(reader),
                        new Producer(weightAndBias(up), reader.expert(), firstRow, width),
                        width,
                        width,
                        1))
                .toList();
    }

    /** The matrices of these names that the model has, expert by expert. */
    private List<MatrixId> readers(String prefix, String... names) {
        List<MatrixId> readers = Stream.of(names)
                .map(name -> prefix + name + ".weight")
                .filter(tensors::containsKey)
                .flatMap(name -> IntStream.range(0, experts(name)).mapToObj(expert -> new MatrixId(name, expert)))
                .toList();
        if (readers.isEmpty()) {
            throw new MethodException("the model has none of %s in %s; repair it".formatted(List.of(names), prefix));
        }
        return readers;
    }

    private List<String> weightAndBias(String name) {
        return Stream.of(name + ".weight", name + ".bias").filter(tensors::containsKey).toList();
    }

    private int headLength() {
        return metadata.u32(architecture + ".attention.value_length")
                .orElseGet(() -> metadata.u32(architecture + ".embedding_length").orElseThrow() / heads())
                .intValue();
    }

    /** Of the first block, as llama.cpp derives the length of heads. */
    private long heads() {
        String key = architecture + ".attention.head_count";
        return metadata.u32(key).or(() -> metadata.integers(key).map(List::getFirst)).orElseThrow();
    }

    private int experts(String tensor) {
        List<Long> shape = tensors.get(tensor).shape();
        return shape.size() < 3 ? 1 : Math.toIntExact(shape.get(2));
    }

    private int columns(String tensor) {
        return Math.toIntExact(tensors.get(tensor).shape().getFirst());
    }

    private int rows(String tensor) {
        return Math.toIntExact(tensors.get(tensor).shape().get(1));
    }
}
