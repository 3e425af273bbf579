package org.jackknife.gguf.internal.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lists the tensors of an architecture as llama.cpp b4916 looks for them: names, shapes, and which may be missing. */
public final class ArchitectureTensors {
    /** Architectures whose tensors are listed. */
    public static final Set<String> KNOWN =
            Set.of("llama", "qwen2", "gemma", "gemma2", "gemma3", "internlm2", "phi3");

    /** Their output matrix is the token embeddings, and a file that has another is refused. */
    private static final Set<String> TIED = Set.of("gemma", "gemma2", "gemma3");

    /** They have a norm behind attention and feed-forward network too. */
    private static final Set<String> POST_NORMS = Set.of("gemma2", "gemma3");

    /**
     * A tensor that a model has.
     *
     * @param name its name
     * @param shape its lengths, the fastest varying first
     * @param required whether a model without it is refused
     */
    public record Expected(String name, List<Long> shape, boolean required) {}

    private final Hyperparameters sizes;
    private final List<Expected> expected = new ArrayList<>();

    private ArchitectureTensors(Hyperparameters sizes) {
        this.sizes = sizes;
    }

    /** Lists all tensors of a model of one of the {@link #KNOWN} architectures. */
    public static List<Expected> of(Hyperparameters sizes) {
        ArchitectureTensors tensors = new ArchitectureTensors(sizes);
        tensors.addGlobal();
        for (int block = 0; block < sizes.blocks(); block++) {
            tensors.addBlock(block);
        }
        return List.copyOf(tensors.expected);
    }

    private void addGlobal() {
        long embedding = sizes.embedding();
        require("token_embd.weight", embedding, sizes.vocabulary());
        require("output_norm.weight", embedding);
        switch (sizes.architecture()) {
            case "internlm2" -> require("output.weight", embedding, sizes.vocabulary());
            case String tied when TIED.contains(tied) -> {}
            default -> allow("output.weight", embedding, sizes.vocabulary());
        }
        switch (sizes.architecture()) {
            case "llama" -> allow("rope_freqs.weight", sizes.keyLength() / 2);
            case "phi3" -> {
                allow("rope_factors_long.weight", sizes.keyLength() / 2);
                allow("rope_factors_short.weight", sizes.keyLength() / 2);
            }
            default -> {}
        }
    }

    private void addBlock(int block) {
        String prefix = "blk." + block + ".";
        require(prefix + "attn_norm.weight", sizes.embedding());
        require(prefix + "ffn_norm.weight", sizes.embedding());
        if (POST_NORMS.contains(sizes.architecture())) {
            require(prefix + "post_attention_norm.weight", sizes.embedding());
            require(prefix + "post_ffw_norm.weight", sizes.embedding());
        }
        addAttention(prefix, block);
        if (sizes.experts() > 0 && sizes.architecture().equals("llama")) {
            addExperts(prefix, sizes.feedForward().get(block));
        } else {
            addFeedForward(prefix, sizes.feedForward().get(block));
        }
    }

    private void addAttention(String prefix, int block) {
        long embedding = sizes.embedding();
        long queries = sizes.keyLength() * sizes.heads().get(block);
        long keys = sizes.keyLength() * sizes.headsKv().get(block);
        long values = sizes.valueLength() * sizes.headsKv().get(block);
        require(prefix + "attn_output.weight", queries, embedding);
        if (sizes.architecture().equals("phi3")) {
            require(prefix + "attn_qkv.weight", embedding, queries + keys + values);
            return;
        }
        require(prefix + "attn_q.weight", embedding, queries);
        require(prefix + "attn_k.weight", embedding, keys);
        require(prefix + "attn_v.weight", embedding, values);
        switch (sizes.architecture()) {
            case "qwen2" -> {
                require(prefix + "attn_q.bias", queries);
                require(prefix + "attn_k.bias", keys);
                require(prefix + "attn_v.bias", values);
            }
            case "llama" -> {
                allow(prefix + "attn_q.bias", queries);
                allow(prefix + "attn_k.bias", keys);
                allow(prefix + "attn_v.bias", values);
                allow(prefix + "attn_output.bias", embedding);
            }
            case "gemma3" -> {
                require(prefix + "attn_q_norm.weight", sizes.keyLength());
                require(prefix + "attn_k_norm.weight", sizes.keyLength());
            }
            default -> {}
        }
    }

    private void addFeedForward(String prefix, long inner) {
        long embedding = sizes.embedding();
        require(prefix + "ffn_down.weight", inner, embedding);
        if (sizes.architecture().equals("phi3")) {
            // gate and up projection lie in one tensor
            require(prefix + "ffn_up.weight", embedding, 2 * inner);
            return;
        }
        require(prefix + "ffn_gate.weight", embedding, inner);
        require(prefix + "ffn_up.weight", embedding, inner);
        if (sizes.architecture().equals("llama")) {
            allow(prefix + "ffn_gate.bias", inner);
            allow(prefix + "ffn_down.bias", embedding);
            allow(prefix + "ffn_up.bias", inner);
        }
    }

    private void addExperts(String prefix, long inner) {
        long embedding = sizes.embedding();
        require(prefix + "ffn_gate_inp.weight", embedding, sizes.experts());
        require(prefix + "ffn_gate_exps.weight", embedding, inner, sizes.experts());
        require(prefix + "ffn_down_exps.weight", inner, embedding, sizes.experts());
        require(prefix + "ffn_up_exps.weight", embedding, inner, sizes.experts());
    }

    private void require(String name, Long... shape) {
        expected.add(new Expected(name, List.of(shape), true));
    }

    private void allow(String name, Long... shape) {
        expected.add(new Expected(name, List.of(shape), false));
    }
}
