package org.jackknife.gguf.internal.check;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jackknife.gguf.GgufMetadata;

/**
 * The sizes that fix a transformer's tensors.
 *
 * @param architecture {@code general.architecture}
 * @param vocabulary number of tokens
 * @param embedding length of the residual stream
 * @param heads attention heads of each block
 * @param headsKv key and value heads of each block; each divides the block's heads
 * @param keyLength elements of a key head
 * @param valueLength elements of a value head
 * @param feedForward inner length of each block's feed-forward network
 * @param experts experts of a block, 0 for none
 */
public record Hyperparameters(
        String architecture,
        long vocabulary,
        long embedding,
        List<Long> heads,
        List<Long> headsKv,
        long keyLength,
        long valueLength,
        List<Long> feedForward,
        long experts) {

    /** Returns the number of blocks. */
    int blocks() {
        return heads.size();
    }

    /** Reads the sizes; empty where one is missing or out of range, which {@link HyperparameterRule} reports. */
    public static Optional<Hyperparameters> of(GgufMetadata metadata) {
        String architecture = metadata.string("general.architecture").orElse("");
        String prefix = architecture + ".";
        Optional<Long> blocks = metadata.u32(prefix + "block_count").filter(n -> n > 0 && n <= LlamaCpp.MAX_BLOCKS);
        Optional<Long> embedding = metadata.u32(prefix + "embedding_length").filter(n -> n > 0);
        Optional<Long> vocabulary = metadata.array("tokenizer.ggml.tokens").map(tokens -> (long) tokens.elements().size());
        if (blocks.isEmpty() || embedding.isEmpty() || vocabulary.isEmpty()) {
            return Optional.empty();
        }
        int count = blocks.get().intValue();
        List<Long> heads = perBlock(metadata, prefix + "attention.head_count", count);
        List<Long> headsKv = metadata.has(prefix + "attention.head_count_kv")
                ? perBlock(metadata, prefix + "attention.head_count_kv", count)
                : heads;
        List<Long> feedForward = perBlock(metadata, prefix + "feed_forward_length", count);
        if (heads.isEmpty() || headsKv.isEmpty() || feedForward.isEmpty() || heads.getFirst() <= 0) {
            return Optional.empty();
        }
        long headLength = embedding.get() / heads.getFirst();
        return Optional.of(new Hyperparameters(
                architecture,
                vocabulary.get(),
                embedding.get(),
                heads,
                headsKv,
                metadata.u32(prefix + "attention.key_length").orElse(headLength),
                metadata.u32(prefix + "attention.value_length").orElse(headLength),
                feedForward,
                metadata.u32(prefix + "expert_count").orElse(0L)));
    }

    /** Reads one number for all blocks, or an array with one for each; an empty list where it is neither. */
    static List<Long> perBlock(GgufMetadata metadata, String key, int blocks) {
        Optional<Long> single = metadata.u32(key);
        if (single.isPresent()) {
            return Collections.nCopies(blocks, single.get());
        }
        return metadata.integers(key).filter(each -> each.size() == blocks).orElse(List.of());
    }
}
