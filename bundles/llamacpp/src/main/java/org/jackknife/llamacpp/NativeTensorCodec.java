package org.jackknife.llamacpp;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.internal.NativeCodec;
import org.jackknife.llamacpp.internal.NativeLibrary;

/**
 * Encodes and decodes every type that ggml can: the bytes are those of {@code ggml_quantize_chunk}. They come from
 * ggml's own functions, but for Q8_0 and for decoding F16, where loops of our own are faster and give the same bits.
 *
 * <p>One call runs on the caller's thread; call from several threads, with rows apart, to use more processors. Numbers
 * that are not finite are refused, because some of ggml's encoders end the process for them. An importance is passed
 * on to ggml, which ignores it for F32, F16, BF16, Q8_0 and the ternary types.
 */
public final class NativeTensorCodec implements TensorCodec {

    private final NativeCodec codec;

    /** Uses the bundled library. */
    public NativeTensorCodec() {
        this(Optional.empty());
    }

    /**
     * Uses the library in a user's folder.
     *
     * @throws org.jackknife.api.engine.EngineException if it cannot be loaded or is of an unknown build
     */
    public NativeTensorCodec(Optional<Path> libraryDirectory) {
        codec = new NativeCodec(NativeLibrary.of(libraryDirectory));
    }

    @Override
    public boolean supports(TensorType type) {
        return codec.supports(type);
    }

    /** Whether {@link #encode} needs an importance for this type. */
    public boolean requiresImportance(TensorType type) {
        return codec.requiresImportance(type);
    }

    @Override
    public void decode(TensorType type, MemorySegment source, float[] target) {
        codec.decode(type, source, target);
    }

    @Override
    public void decode(TensorType type, MemorySegment source, MemorySegment target) {
        codec.decode(type, source, target);
    }

    @Override
    public void encode(TensorType type, float[] source, int rowLength, MemorySegment target, float[] importance) {
        codec.encode(type, source, rowLength, target, importance);
    }

    @Override
    public void encode(TensorType type, MemorySegment source, int rowLength, MemorySegment target, float[] importance) {
        codec.encode(type, source, rowLength, target, importance);
    }
}
