package org.jackknife.gguf;

import java.lang.foreign.MemorySegment;
import org.jackknife.gguf.internal.BlockFormat;

/**
 * Decodes and encodes F32, F16, BF16, Q8_0, Q4_0 and Q4_1 in plain Java, byte for byte as ggml's reference functions
 * do. It is the yardstick for faster codecs and needs no native library.
 *
 * <p>An importance is refused for Q4_0 and Q4_1, where ggml would search scales by it, and has no effect on the other
 * types, as in ggml. Q8_0, Q4_0 and Q4_1 cannot hold NaN or infinite numbers and refuse to encode them.
 */
public final class JavaTensorCodec implements TensorCodec {

    @Override
    public boolean supports(TensorType type) {
        return BlockFormat.of(type).isPresent();
    }

    @Override
    public void decode(TensorType type, MemorySegment source, float[] target) {
        BlockFormat format = format(type);
        long blocks = blocks(type, source);
        requireRoom("target", target.length, blocks * type.blockSize());
        for (int block = 0; block < blocks; block++) {
            format.decode(source, (long) block * type.blockBytes(), target, block * type.blockSize());
        }
    }

    @Override
    public void encode(TensorType type, float[] source, int rowLength, MemorySegment target, float[] importance) {
        BlockFormat format = format(type);
        if (importance != null && format.wouldUseImportance()) {
            throw new IllegalArgumentException(
                    type + " with an importance is encoded by the native codec only; pass null here");
        }
        long blocks = blocks(type, target);
        long elements = blocks * type.blockSize();
        requireRoom("source", source.length, elements);
        if (rowLength <= 0 || rowLength % type.blockSize() != 0 || elements % rowLength != 0) {
            throw new IllegalArgumentException("rows of " + rowLength + " elements do not fill a target of " + elements
                    + " elements in blocks of " + type.blockSize());
        }
        for (int block = 0; block < blocks; block++) {
            format.encode(source, block * type.blockSize(), target, (long) block * type.blockBytes());
        }
    }

    private static BlockFormat format(TensorType type) {
        return BlockFormat.of(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        type + " has no plain Java codec; there are F32, F16, BF16, Q8_0, Q4_0 and Q4_1"));
    }

    private static long blocks(TensorType type, MemorySegment bytes) {
        if (bytes.byteSize() % type.blockBytes() != 0) {
            throw new IllegalArgumentException(bytes.byteSize() + " bytes are no whole number of " + type
                    + " blocks of " + type.blockBytes() + " bytes");
        }
        return bytes.byteSize() / type.blockBytes();
    }

    private static void requireRoom(String what, int actual, long needed) {
        if (actual < needed) {
            throw new IllegalArgumentException(what + " has " + actual + " elements, needed are " + needed);
        }
    }
}
