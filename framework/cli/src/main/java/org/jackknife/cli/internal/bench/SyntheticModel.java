package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** A model of the shape of a 7B LLaMA's blocks, F16, random weights, with the vocabulary of a small real one. */
final class SyntheticModel {

    private static final int WIDTH = 4096;
    private static final int FEED_FORWARD = 11008;
    private static final int HEADS = 32;
    private static final int CHUNK = 1 << 20;

    /** Blocks of a model of two gigabytes. */
    static final int BLOCKS_OF_TWO_GIGABYTES = 5;

    private SyntheticModel() {}

    /** The most weights of one tensor. */
    static long largestTensor() {
        return (long) WIDTH * FEED_FORWARD;
    }

    /** Writes the model and tells how many weights it has. */
    static long write(Path file, Path vocabularyOf, int blocks) throws IOException {
        try (Gguf small = Gguf.open(vocabularyOf)) {
            List<TensorSpec> tensors = tensors(small.tensor("token_embd.weight").orElseThrow().length(1), blocks);
            try (GgufWriter writer = GgufWriter.create(file, metadata(small.metadata(), blocks), tensors)) {
                MemorySegment noise = noise();
                for (TensorSpec tensor : tensors) {
                    write(writer, tensor, noise);
                }
                writer.commit();
            }
            return tensors.stream().mapToLong(TensorSpec::elements).sum();
        }
    }

    private static GgufMetadata metadata(GgufMetadata small, int blocks) {
        return small.with("llama.block_count", new GgufValue.U32(blocks))
                .with("llama.embedding_length", new GgufValue.U32(WIDTH))
                .with("llama.feed_forward_length", new GgufValue.U32(FEED_FORWARD))
                .with("llama.attention.head_count", new GgufValue.U32(HEADS))
                .with("llama.attention.head_count_kv", new GgufValue.U32(HEADS))
                .with("llama.rope.dimension_count", new GgufValue.U32(WIDTH / HEADS))
                .without("llama.attention.key_length")
                .without("llama.attention.value_length");
    }

    private static List<TensorSpec> tensors(long vocabulary, int blocks) {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(TensorSpec.of("token_embd.weight", TensorType.F16, WIDTH, vocabulary));
        for (int block = 0; block < blocks; block++) {
            String name = "blk." + block + ".";
            tensors.add(TensorSpec.of(name + "attn_norm.weight", TensorType.F32, WIDTH));
            for (String matrix : new String[] {"attn_q", "attn_k", "attn_v", "attn_output"}) {
                tensors.add(TensorSpec.of(name + matrix + ".weight", TensorType.F16, WIDTH, WIDTH));
            }
            tensors.add(TensorSpec.of(name + "ffn_norm.weight", TensorType.F32, WIDTH));
            tensors.add(TensorSpec.of(name + "ffn_gate.weight", TensorType.F16, WIDTH, FEED_FORWARD));
            tensors.add(TensorSpec.of(name + "ffn_up.weight", TensorType.F16, WIDTH, FEED_FORWARD));
            tensors.add(TensorSpec.of(name + "ffn_down.weight", TensorType.F16, FEED_FORWARD, WIDTH));
        }
        tensors.add(TensorSpec.of("output_norm.weight", TensorType.F32, WIDTH));
        return tensors;
    }

    /** Random halves, used over and over: what is measured does not depend on them. */
    private static MemorySegment noise() {
        SplittableRandom random = new SplittableRandom(7);
        MemorySegment noise = Arena.ofAuto().allocate(ValueLayout.JAVA_SHORT, CHUNK);
        for (int i = 0; i < CHUNK; i++) {
            noise.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) random.nextGaussian(0, 0.02)));
        }
        return noise;
    }

    private static void write(GgufWriter writer, TensorSpec tensor, MemorySegment noise) throws IOException {
        MemorySegment bytes = tensor.type() == TensorType.F16 ? noise : ones(tensor.elements());
        for (long left = tensor.byteSize(); left > 0; ) {
            long now = Math.min(left, bytes.byteSize());
            writer.write(tensor.name(), bytes.asSlice(0, now));
            left -= now;
        }
    }

    private static MemorySegment ones(long count) {
        MemorySegment ones = Arena.ofAuto().allocate(ValueLayout.JAVA_FLOAT, count);
        for (long i = 0; i < count; i++) {
            ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
        }
        return ones;
    }
}
