package org.jackknife.llamacpp;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.OptionSchema;

/**
 * How llama.cpp runs a model.
 *
 * @param context largest prompt and answer together, per sequence
 * @param threads threads of the processor
 * @param gpuLayers layers computed by the GPU; only a library of the user's own has one
 * @param batch most prompt tokens computed at once
 * @param sequences answers generated at once; above 1 the greedy answers may differ from run to run
 * @param keyType type of cached keys
 * @param valueType type of cached values
 * @param flashAttention whether attention is computed in one fused step
 * @param memoryMap whether the file is mapped instead of read
 * @param prefixReuse whether a prompt's beginning is taken from the cache; it changes no answer
 * @param libraryDirectory folder with a llama.cpp library to use in place of the bundled one
 */
public record LlamaCppOptions(
        @Option(
                        value = "Largest prompt and answer together; 0 takes the model's own length, but at most 8192.",
                        unit = "tokens",
                        defaultValue = "0",
                        min = 0,
                        max = 10_000_000)
                int context,
        @Option(value = "Threads; 0 takes one per processor.", defaultValue = "0", min = 0, max = 1024) int threads,
        @Option(value = "Layers that the GPU computes.", unit = "layers", defaultValue = "0", min = 0, max = 100_000)
                int gpuLayers,
        @Option(
                        value = "Most prompt tokens computed at once, a multiple of 32.",
                        unit = "tokens",
                        defaultValue = "512",
                        min = 64,
                        max = 65_536)
                int batch,
        @Option(
                        value = "Answers generated at once; above 1, greedy answers may differ between runs.",
                        defaultValue = "1",
                        min = 1,
                        max = 64)
                int sequences,
        @Option(value = "Type of the keys in the attention cache.", defaultValue = "f16") CacheType keyType,
        @Option(value = "Type of the values in the attention cache.", defaultValue = "f16") CacheType valueType,
        @Option(value = "Compute attention in one fused step.", defaultValue = "false") boolean flashAttention,
        @Option(value = "Map the model file instead of reading it.", defaultValue = "true") boolean memoryMap,
        @Option(value = "Take a prompt's beginning from the cache where it is there.", defaultValue = "true")
                boolean prefixReuse,
        @Option("Folder with a llama.cpp library to use in place of the bundled one.")
                Optional<Path> libraryDirectory) {

    private static final int BATCH_UNIT = 32;

    public LlamaCppOptions {
        if (batch % BATCH_UNIT != 0) {
            throw new IllegalArgumentException("batch is %d, but must be a multiple of %d".formatted(batch, BATCH_UNIT));
        }
        if (valueType.tensorType().quantized() && !flashAttention) {
            throw new IllegalArgumentException(
                    "valueType=%s needs flashAttention=true: llama.cpp has no other way to read quantized values"
                            .formatted(valueType));
        }
    }

    /** All defaults. */
    public static LlamaCppOptions defaults() {
        return of(Map.of());
    }

    /**
     * Options by name, the rest at their defaults.
     *
     * @throws org.jackknife.api.plugin.OptionException if a name is unknown or a value refused
     */
    public static LlamaCppOptions of(Map<String, String> values) {
        return OptionSchema.of(LlamaCppOptions.class).bind("engine llamacpp", values);
    }
}
