package org.jackknife.llamacpp;

import java.lang.foreign.MemorySegment;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/**
 * Offers ggml's encoders to methods. The native library is loaded at the first use and not before: the plug-in is built
 * in every process, also in those that must never run native code.
 */
@Plugin(value = "ggml", summary = "Encodes and decodes tensors through ggml's own functions.")
public final class GgmlCodec implements TensorCodec {

    private NativeTensorCodec loaded;

    @Override
    public boolean supports(TensorType type) {
        return codec().supports(type);
    }

    @Override
    public void decode(TensorType type, MemorySegment source, float[] target) {
        codec().decode(type, source, target);
    }

    @Override
    public void decode(TensorType type, MemorySegment source, MemorySegment target) {
        codec().decode(type, source, target);
    }

    @Override
    public void encode(TensorType type, float[] source, int rowLength, MemorySegment target, float[] importance) {
        codec().encode(type, source, rowLength, target, importance);
    }

    @Override
    public void encode(TensorType type, MemorySegment source, int rowLength, MemorySegment target, float[] importance) {
        codec().encode(type, source, rowLength, target, importance);
    }

    private synchronized NativeTensorCodec codec() {
        if (loaded == null) {
            loaded = new NativeTensorCodec();
        }
        return loaded;
    }
}
