package org.jackknife.gguf.testing;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jackknife.gguf.GgufException;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.internal.check.ArchitectureTensors;
import org.jackknife.gguf.internal.check.Hyperparameters;

/**
 * Describes tiny models with random weights, which llama.cpp loads and runs, and writes them to GGUF files. Immutable;
 * the {@code with} methods make changed copies. Equal settings give equal files.
 *
 * @param architecture one of llama, qwen2, gemma, gemma2, gemma3, internlm2, phi3
 * @param vocabulary kind of tokenizer
 * @param sizes lengths of the layers
 * @param weightType type of matrices, one of those {@link JavaTensorCodec} encodes; vectors are F32
 * @param seed seed of the weights
 */
public record FixtureModels(
        String architecture, FixtureVocabulary vocabulary, Sizes sizes, TensorType weightType, long seed) {

    /** They look back a limited distance in some blocks. */
    private static final Set<String> WINDOWED = Set.of("gemma2", "gemma3", "phi3");

    /** A template that llama.cpp and Jinja both render as ChatML. */
    private static final String CHAT_TEMPLATE = "{% for message in messages %}"
            + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    /**
     * The lengths of a model's layers.
     *
     * @param blocks number of blocks
     * @param embedding residual stream; a multiple of 32, so that every weight type fits, and of {@code heads}
     * @param heads attention heads
     * @param headsKv key and value heads, a divisor of {@code heads}
     * @param feedForward inner length of the feed-forward networks, a multiple of 32
     * @param experts experts of each block, two of which are used; 0 for none, more for llama only
     */
    public record Sizes(int blocks, int embedding, int heads, int headsKv, int feedForward, int experts) {
        /** The smallest useful model. */
        public static final Sizes TINY = new Sizes(2, 32, 4, 2, 64, 0);

        /** The fewest blocks with which llama.cpp runs gemma2. */
        public static final Sizes TINY_GEMMA2 = new Sizes(26, 32, 4, 2, 32, 0);

        /** The fewest blocks with which llama.cpp runs gemma3. */
        public static final Sizes TINY_GEMMA3 = new Sizes(6, 32, 4, 2, 32, 0);
    }

    /** Describes a tiny model of this architecture in F32, with a byte pair vocabulary and seed 1. */
    public static FixtureModels of(String architecture) {
        Sizes sizes =
                switch (architecture) {
                    case "gemma2" -> Sizes.TINY_GEMMA2;
                    case "gemma3" -> Sizes.TINY_GEMMA3;
                    default -> Sizes.TINY;
                };
        return new FixtureModels(architecture, FixtureVocabulary.BPE, sizes, TensorType.F32, 1);
    }

    /** Changes the tokenizer. */
    public FixtureModels with(FixtureVocabulary newVocabulary) {
        return new FixtureModels(architecture, newVocabulary, sizes, weightType, seed);
    }

    /** Changes the layer lengths. */
    public FixtureModels with(Sizes newSizes) {
        return new FixtureModels(architecture, vocabulary, newSizes, weightType, seed);
    }

    /** Changes the type of the matrices. */
    public FixtureModels with(TensorType newWeightType) {
        return new FixtureModels(architecture, vocabulary, sizes, newWeightType, seed);
    }

    /** Changes the seed of the weights. */
    public FixtureModels withSeed(long newSeed) {
        return new FixtureModels(architecture, vocabulary, sizes, weightType, newSeed);
    }

    /** Returns the metadata, vocabulary and chat template included. */
    public GgufMetadata metadata() {
        String prefix = architecture + ".";
        GgufMetadata metadata = GgufMetadata.empty()
                .with("general.architecture", architecture)
                .with("general.name", "fixture")
                .with("general.file_type", GgufValue.u32(0))
                .with(prefix + "context_length", GgufValue.u32(128))
                .with(prefix + "embedding_length", GgufValue.u32(sizes.embedding()))
                .with(prefix + "block_count", GgufValue.u32(sizes.blocks()))
                .with(prefix + "feed_forward_length", GgufValue.u32(sizes.feedForward()))
                .with(prefix + "attention.head_count", GgufValue.u32(sizes.heads()))
                .with(prefix + "attention.head_count_kv", GgufValue.u32(sizes.headsKv()))
                .with(prefix + "attention.layer_norm_rms_epsilon", GgufValue.f32(1e-5f))
                .with(prefix + "rope.dimension_count", GgufValue.u32(sizes.embedding() / sizes.heads()))
                .with(prefix + "rope.freq_base", GgufValue.f32(10_000));
        if (sizes.experts() > 0) {
            metadata = metadata.with(prefix + "expert_count", GgufValue.u32(sizes.experts()))
                    .with(prefix + "expert_used_count", GgufValue.u32(2));
        }
        if (WINDOWED.contains(architecture)) {
            metadata = metadata.with(prefix + "attention.sliding_window", GgufValue.u32(64));
        }
        return vocabulary.addTo(metadata).with("tokenizer.chat_template", CHAT_TEMPLATE);
    }

    /** Returns the tensors in file order. */
    public List<TensorSpec> tensors() {
        Hyperparameters parameters = Hyperparameters.of(metadata()).orElseThrow();
        return ArchitectureTensors.of(parameters).stream()
                .filter(ArchitectureTensors.Expected::required)
                .map(tensor -> new TensorSpec(
                        tensor.name(), tensor.shape().size() == 1 ? TensorType.F32 : weightType, tensor.shape()))
                .toList();
    }

    /** Writes the model; a file already there is replaced. */
    public Path write(Path file) throws GgufException {
        return write(file, metadata());
    }

    /** Writes the model with other metadata than its own. */
    public Path write(Path file, GgufMetadata metadata) throws GgufException {
        try (GgufWriter writer = GgufWriter.create(file, metadata, tensors())) {
            for (TensorSpec tensor : tensors()) {
                writer.write(tensor.name(), MemorySegment.ofArray(weights(tensor)));
            }
            writer.commit();
        }
        return file;
    }

    /** Norms are near 1, all else near 0, each tensor from a seed of its own. */
    private byte[] weights(TensorSpec tensor) {
        Random random = new Random(seed * 31 + tensor.name().hashCode());
        float centre = tensor.name().endsWith("norm.weight") ? 1 : 0;
        float[] numbers = new float[Math.toIntExact(tensor.elements())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = centre + 0.1f * (float) random.nextGaussian();
        }
        byte[] bytes = new byte[Math.toIntExact(tensor.byteSize())];
        int rowLength = Math.toIntExact(tensor.shape().getFirst());
        new JavaTensorCodec().encode(tensor.type(), numbers, rowLength, MemorySegment.ofArray(bytes), null);
        return bytes;
    }
}
