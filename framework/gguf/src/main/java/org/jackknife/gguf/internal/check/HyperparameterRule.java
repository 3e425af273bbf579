package org.jackknife.gguf.internal.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;

/**
 * Checks the sizes and constants of an architecture: present, of the type llama.cpp reads, in range, and consistent.
 * llama.cpp aborts on most of what is refused here rather than returning an error.
 */
public final class HyperparameterRule implements Rule {
    private static final List<String> INTEGERS = List.of(
            "context_length", "embedding_length", "block_count", "vocab_size", "expert_count", "expert_used_count",
            "attention.key_length", "attention.value_length", "attention.sliding_window", "rope.dimension_count",
            "rope.scaling.original_context_length");
    private static final List<String> FLOATS = List.of(
            "attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon", "rope.freq_base", "rope.scale_linear",
            "rope.scaling.factor", "rope.scaling.attn_factor", "attention.clamp_kqv", "attention.max_alibi_bias",
            "attn_logit_softcapping", "final_logit_softcapping", "logit_scale", "residual_scale", "embedding_scale",
            "attention.scale");
    private static final List<String> BOOLEANS =
            List.of("use_parallel_residual", "attention.causal", "rope.scaling.finetuned", "expert_weights_norm");
    private static final List<String> PER_BLOCK =
            List.of("attention.head_count", "attention.head_count_kv", "feed_forward_length");

    /** The graphs of these assert that rotary embedding covers whole heads. */
    private static final Set<String> ROTATES_WHOLE_HEAD = Set.of(
            "llama", "deci", "falcon", "grok", "baichuan", "xverse", "dbrx", "qwen", "qwen2", "qwen2moe", "qwen2vl",
            "internlm2", "starcoder2", "olmo2", "olmoe", "arctic", "deepseek", "exaone", "chameleon");

    @Override
    public void check(Gguf model, Findings findings) {
        if (!LlamaCpp.ARCHITECTURES.contains(model.architecture())) {
            return;
        }
        new Checks(model.architecture(), model.metadata(), findings).run();
    }

    /** One run over one model. */
    private record Checks(String architecture, GgufMetadata metadata, Findings findings) {
        void run() {
            INTEGERS.forEach(name -> KeyTypes.require(metadata, key(name), GgufType.UINT32, findings));
            FLOATS.forEach(this::requireFinite);
            BOOLEANS.forEach(name -> KeyTypes.require(metadata, key(name), GgufType.BOOL, findings));
            KeyTypes.require(metadata, key("rope.scaling.type"), GgufType.STRING, findings);
            requireRange("context_length", 1, Integer.MAX_VALUE);
            requireRange("embedding_length", 1, Integer.MAX_VALUE);
            requireRange("block_count", 1, LlamaCpp.MAX_BLOCKS);
            checkGemma2Blocks();
            checkGemma3Blocks();
            checkWindow();
            checkExperts();
            checkEpsilon();
            checkRopeScaling();
            if (!LlamaCpp.RECURRENT.contains(architecture)) {
                checkPerBlock();
                checkHeads();
            }
        }

        private void requireRange(String name, long low, long high) {
            if (!metadata.has(key(name))) {
                findings.error(key(name), "is missing; allowed are " + low + " to " + high);
            }
            metadata.u32(key(name))
                    .filter(value -> value < low || value > high)
                    .ifPresent(value ->
                            findings.error(key(name), "is " + value + ", allowed are " + low + " to " + high));
        }

        private void requireFinite(String name) {
            KeyTypes.require(metadata, key(name), GgufType.FLOAT32, findings);
            metadata.f32(key(name))
                    .filter(value -> !Float.isFinite(value))
                    .ifPresent(value -> findings.error(key(name), "is " + value + ", it must be finite"));
        }

        /** llama.cpp guesses the window of the first published phi3 models only, by their blocks and context. */
        private void checkWindow() {
            String window = key("attention.sliding_window");
            long blocks = metadata.u32(key("block_count")).orElse(0L);
            boolean guessed = architecture.equals("phi3") && (blocks == 32 || blocks == 40);
            boolean needed = architecture.equals("phi3") || architecture.equals("gemma3");
            if (needed && !guessed && !metadata.has(window)) {
                findings.error(window, "is missing");
            }
        }

        /** Every sixth block looks back without limit; llama.cpp crashes on a model that has no such block. */
        private void checkGemma3Blocks() {
            metadata.u32(key("block_count"))
                    .filter(blocks -> architecture.equals("gemma3") && blocks < LlamaCpp.GEMMA3_LEAST_BLOCKS)
                    .ifPresent(blocks -> findings.error(
                            key("block_count"), "is " + blocks + ", llama.cpp runs gemma3 with at least "
                                    + LlamaCpp.GEMMA3_LEAST_BLOCKS + " blocks"));
        }

        /** The scale of attention depends on the published model, known by its blocks; llama.cpp aborts on any other. */
        private void checkGemma2Blocks() {
            metadata.u32(key("block_count"))
                    .filter(blocks -> architecture.equals("gemma2") && !LlamaCpp.GEMMA2_BLOCKS.contains(blocks))
                    .ifPresent(blocks -> findings.error(
                            key("block_count"), "is " + blocks + ", llama.cpp runs gemma2 with "
                                    + LlamaCpp.GEMMA2_BLOCKS + " blocks only"));
        }

        private void checkExperts() {
            long experts = metadata.u32(key("expert_count")).orElse(0L);
            long used = metadata.u32(key("expert_used_count")).orElse(0L);
            if (experts > LlamaCpp.MAX_EXPERTS) {
                findings.error(
                        key("expert_count"), "is " + experts + ", llama.cpp takes at most " + LlamaCpp.MAX_EXPERTS);
            }
            if (used > experts || experts > 0 && used == 0) {
                findings.error(
                        key("expert_used_count"), "is " + used + " of " + experts + " experts, allowed are "
                                + Math.min(1, experts) + " to " + experts);
            }
        }

        /** A negative epsilon trips an assertion in ggml; a NaN one makes every activation NaN. */
        private void checkEpsilon() {
            String rms = key("attention.layer_norm_rms_epsilon");
            String layer = key("attention.layer_norm_epsilon");
            boolean needsRms = ArchitectureTensors.KNOWN.contains(architecture);
            if (!metadata.has(rms) && (needsRms || !metadata.has(layer))) {
                findings.error(rms, "is missing");
            }
            for (String key : List.of(rms, layer)) {
                metadata.f32(key)
                        .filter(value -> value < 0 || value > 1)
                        .ifPresent(value -> findings.error(key, "is " + value + ", allowed are 0 to 1"));
            }
        }

        private void checkRopeScaling() {
            String type = key("rope.scaling.type");
            metadata.string(type)
                    .filter(value -> !LlamaCpp.ROPE_SCALINGS.contains(value))
                    .ifPresent(value ->
                            findings.error(type, "is '" + value + "', allowed are " + LlamaCpp.ROPE_SCALINGS));
            metadata.f32(key("rope.freq_base"))
                    .filter(value -> value <= 0)
                    .ifPresent(value -> findings.error(key("rope.freq_base"), "is " + value + ", must be positive"));
            for (String factor : List.of("rope.scaling.factor", "rope.scale_linear")) {
                metadata.f32(key(factor))
                        .filter(value -> value < 0)
                        .ifPresent(value -> findings.error(key(factor), "is " + value + ", must not be negative"));
            }
        }

        /** llama.cpp asserts on arrays of other types, and wants exactly one number per block. */
        private void checkPerBlock() {
            long blocks = metadata.u32(key("block_count")).orElse(0L);
            for (String name : PER_BLOCK) {
                Optional<GgufValue> value = metadata.get(key(name));
                if (value.isPresent() && value.get().type() != GgufType.UINT32) {
                    KeyTypes.array(metadata, key(name), GgufType.INT32, findings)
                            .filter(array -> array.elements().size() != blocks)
                            .ifPresent(array -> findings.error(
                                    key(name), "has " + array.elements().size() + " values for " + blocks + " blocks"));
                }
            }
            for (String name : List.of("attention.head_count", "feed_forward_length")) {
                if (!metadata.has(key(name)) && ArchitectureTensors.KNOWN.contains(architecture)) {
                    findings.error(key(name), "is missing");
                }
            }
        }

        private void checkHeads() {
            long blocks = metadata.u32(key("block_count")).orElse(0L);
            if (blocks < 1 || blocks > LlamaCpp.MAX_BLOCKS) {
                return;
            }
            String headKey = key("attention.head_count");
            String kvKey = key("attention.head_count_kv");
            List<Long> heads = Hyperparameters.perBlock(metadata, headKey, (int) blocks);
            List<Long> headsKv = Hyperparameters.perBlock(metadata, kvKey, (int) blocks);
            boolean allowsNone = !ArchitectureTensors.KNOWN.contains(architecture);
            for (int block = 0; block < heads.size(); block++) {
                long count = heads.get(block);
                long countKv = headsKv.isEmpty() ? count : headsKv.get(block);
                boolean none = allowsNone && count >= 0 && countKv == 0;
                if (!none && (count <= 0 || countKv <= 0 || count % countKv != 0)) {
                    findings.error(headKey, "block " + block + " has " + count + " heads and " + countKv
                            + " key and value heads; both must be positive and the second divide the first");
                    return;
                }
            }
            if (!heads.isEmpty() && heads.getFirst() > 0) {
                checkHeadLength(heads.getFirst());
            }
        }

        private void checkHeadLength(long heads) {
            long derived = metadata.u32(key("embedding_length")).orElse(0L) / heads;
            long keyLength = metadata.u32(key("attention.key_length")).orElse(derived);
            long valueLength = metadata.u32(key("attention.value_length")).orElse(derived);
            long rotated = metadata.u32(key("rope.dimension_count")).orElse(keyLength);
            if (rotated > keyLength || rotated % 2 != 0) {
                findings.error(key("rope.dimension_count"), "is " + rotated
                        + ", must be even and at most the key length " + keyLength);
            }
            if (ROTATES_WHOLE_HEAD.contains(architecture) && rotated != keyLength) {
                findings.error(key("rope.dimension_count"), "is " + rotated + ", this architecture needs the key length "
                        + keyLength);
            }
            if (ArchitectureTensors.KNOWN.contains(architecture) && (keyLength < 1 || keyLength != valueLength)) {
                findings.error(key("attention.value_length"), "is " + valueLength + " and the key length " + keyLength
                        + "; llama.cpp runs this architecture only where they are equal and positive");
            }
        }

        private String key(String name) {
            return architecture + "." + name;
        }
    }
}
