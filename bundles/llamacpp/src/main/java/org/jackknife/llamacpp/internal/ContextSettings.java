package org.jackknife.llamacpp.internal;

import org.jackknife.gguf.TensorType;

/**
 * What a context is made with.
 *
 * @param tokens positions the key-value cache holds, over all sequences
 * @param batch most tokens decoded at once
 * @param sequences independent sequences
 * @param threads threads of the CPU
 * @param cache how keys and values are stored
 */
public record ContextSettings(int tokens, int batch, int sequences, int threads, Cache cache) {

    /**
     * The key-value cache.
     *
     * @param keys type of the keys
     * @param values type of the values; a quantized one needs flash attention
     * @param flashAttention whether attention is computed in one fused step
     */
    public record Cache(TensorType keys, TensorType values, boolean flashAttention) {
        public static final Cache DEFAULT = new Cache(TensorType.F16, TensorType.F16, false);
    }
}
