package org.jackknife.calibration.internal.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * A LLaMA of two blocks with seeded random weights in F16, large enough that an engine spends its time on products as
 * with a real one. Its vocabulary is the bytes.
 */
public final class ProbeModel {

    private static final int BLOCKS = 2;
    private static final int WIDTH = 1024;
    private static final int FEED_FORWARD = 2816;
    private static final int HEADS = 16;
    private static final int CONTEXT = 2048;
    private static final int BYTES = 256;
    private static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>");
    private static final int[] SPECIAL_TYPES = {2, 3, 3};
    private static final int BYTE_TYPE = 6;

    /** Tokens of its vocabulary. */
    public static final int VOCABULARY = SPECIAL.size() + BYTES;

    private ProbeModel() {}

    /** Its metadata. */
    public static GgufMetadata metadata() {
        List<String> tokens = new ArrayList<>(SPECIAL);
        int[] types = new int[VOCABULARY];
        System.arraycopy(SPECIAL_TYPES, 0, types, 0, SPECIAL_TYPES.length);
        for (int value = 0; value < BYTES; value++) {
            types[tokens.size()] = BYTE_TYPE;
            tokens.add("<0x%02X>".formatted(value));
        }
        return GgufMetadata.empty()
                .with("general.architecture", "llama")
                .with("llama.context_length", GgufValue.u32(CONTEXT))
                .with("llama.embedding_length", GgufValue.u32(WIDTH))
                .with("llama.block_count", GgufValue.u32(BLOCKS))
                .with("llama.feed_forward_length", GgufValue.u32(FEED_FORWARD))
                .with("llama.attention.head_count", GgufValue.u32(HEADS))
                .with("llama.attention.head_count_kv", GgufValue.u32(HEADS))
                .with("llama.attention.layer_norm_rms_epsilon", GgufValue.f32(1e-5f))
                .with("llama.rope.dimension_count", GgufValue.u32(WIDTH / HEADS))
                .with("tokenizer.ggml.model", "llama")
                .with("tokenizer.ggml.tokens", GgufValue.strings(tokens))
                .with("tokenizer.ggml.scores", scores())
                .with("tokenizer.ggml.token_type", GgufValue.i32s(types))
                .with("tokenizer.ggml.unknown_token_id", GgufValue.u32(0))
                .with("tokenizer.ggml.bos_token_id", GgufValue.u32(1))
                .with("tokenizer.ggml.eos_token_id", GgufValue.u32(2));
    }

    private static GgufValue scores() {
        return new GgufValue.Array(GgufType.FLOAT32, Collections.nCopies(VOCABULARY, GgufValue.f32(0)));
    }

    /** Its tensors, in file order. */
    public static List<TensorSpec> tensors() {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(TensorSpec.of("token_embd.weight", TensorType.F16, WIDTH, VOCABULARY));
        for (int block = 0; block < BLOCKS; block++) {
            String name = "blk." + block + ".";
            tensors.add(TensorSpec.of(name + "attn_norm.weight", TensorType.F32, WIDTH));
            for (String matrix : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
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

    /** Writes the model; a file that is there is replaced. */
    public static void write(Path file) throws IOException {
        List<TensorSpec> tensors = tensors();
        try (GgufWriter writer = GgufWriter.create(file, metadata(), tensors);
                Arena arena = Arena.ofConfined()) {
            SplittableRandom random = new SplittableRandom(7);
            MemorySegment noise = arena.allocate(ValueLayout.JAVA_SHORT, (long) WIDTH * FEED_FORWARD);
            for (long i = 0; i < noise.byteSize() / Short.BYTES; i++) {
                noise.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) random.nextGaussian(0, 0.02)));
            }
            MemorySegment ones = arena.allocate(ValueLayout.JAVA_FLOAT, WIDTH);
            for (long i = 0; i < WIDTH; i++) {
                ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
            }
            for (TensorSpec tensor : tensors) {
                MemorySegment bytes = tensor.type() == TensorType.F32 ? ones : noise;
                writer.write(tensor.name(), bytes.asSlice(0, tensor.byteSize()));
            }
            writer.commit();
        }
    }
}
