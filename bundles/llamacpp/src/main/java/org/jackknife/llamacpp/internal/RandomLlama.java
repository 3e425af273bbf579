package org.jackknife.llamacpp.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * Writes a LLaMA of random F16 weights with the vocabulary of another model.
 *
 * @param blocks number of blocks
 * @param width the residual stream, a multiple of 64
 * @param feedForward inner length of the feed-forward networks
 */
public record RandomLlama(int blocks, int width, int feedForward) {

    /** About a hundred million weights. */
    public static final RandomLlama HUNDRED_MILLION = new RandomLlama(12, 768, 2560);

    private static final int HEAD = 64;
    private static final double DEVIATION = 0.02;

    /** Writes the model. */
    public Path write(Path file, GgufMetadata vocabularyOf) throws IOException {
        List<TensorSpec> tensors = tensors(vocabularyOf.strings("tokenizer.ggml.tokens").orElseThrow().size());
        SplittableRandom random = new SplittableRandom(7);
        try (GgufWriter writer = GgufWriter.create(file, metadata(vocabularyOf), tensors)) {
            for (TensorSpec tensor : tensors) {
                try (Arena arena = Arena.ofConfined()) {
                    writer.write(tensor.name(), weights(tensor, random, arena));
                }
            }
            writer.commit();
        }
        return file;
    }

    private GgufMetadata metadata(GgufMetadata vocabularyOf) {
        GgufMetadata metadata = GgufMetadata.empty();
        for (var entry : vocabularyOf.values().entrySet()) {
            if (entry.getKey().startsWith("tokenizer.")) {
                metadata = metadata.with(entry.getKey(), entry.getValue());
            }
        }
        return metadata.with("general.architecture", "llama")
                .with("llama.context_length", GgufValue.u32(4096))
                .with("llama.block_count", GgufValue.u32(blocks))
                .with("llama.embedding_length", GgufValue.u32(width))
                .with("llama.feed_forward_length", GgufValue.u32(feedForward))
                .with("llama.attention.head_count", GgufValue.u32(width / HEAD))
                .with("llama.attention.head_count_kv", GgufValue.u32(width / HEAD))
                .with("llama.attention.layer_norm_rms_epsilon", GgufValue.f32(1e-5f))
                .with("llama.rope.dimension_count", GgufValue.u32(HEAD));
    }

    private List<TensorSpec> tensors(long vocabulary) {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(TensorSpec.of("token_embd.weight", TensorType.F16, width, vocabulary));
        for (int block = 0; block < blocks; block++) {
            String name = "blk." + block + ".";
            tensors.add(TensorSpec.of(name + "attn_norm.weight", TensorType.F32, width));
            for (String matrix : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
                tensors.add(TensorSpec.of(name + matrix + ".weight", TensorType.F16, width, width));
            }
            tensors.add(TensorSpec.of(name + "ffn_norm.weight", TensorType.F32, width));
            tensors.add(TensorSpec.of(name + "ffn_gate.weight", TensorType.F16, width, feedForward));
            tensors.add(TensorSpec.of(name + "ffn_up.weight", TensorType.F16, width, feedForward));
            tensors.add(TensorSpec.of(name + "ffn_down.weight", TensorType.F16, feedForward, width));
        }
        tensors.add(TensorSpec.of("output_norm.weight", TensorType.F32, width));
        return tensors;
    }

    private static MemorySegment weights(TensorSpec tensor, SplittableRandom random, Arena arena) {
        MemorySegment bytes = arena.allocate(tensor.byteSize(), 64);
        for (long i = 0; i < tensor.elements(); i++) {
            if (tensor.type() == TensorType.F32) {
                bytes.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
            } else {
                short half = Float.floatToFloat16((float) random.nextGaussian(0, DEVIATION));
                bytes.setAtIndex(ValueLayout.JAVA_SHORT, i, half);
            }
        }
        return bytes;
    }
}
