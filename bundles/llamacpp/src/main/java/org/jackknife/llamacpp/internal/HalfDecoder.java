package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Decodes F16 in Java: the loop becomes vector instructions, while ggml's own decoder of b4916 takes one number after
 * the other and nearly twice as long. Both are exact.
 */
final class HalfDecoder {

    /** Few enough for both arrays together to stay in the processor's nearest cache. */
    private static final int PIECE = 1 << 12;

    private HalfDecoder() {}

    /** Decodes all of {@code source} into F32; the target has room for it. */
    static void decode(MemorySegment source, MemorySegment target) {
        long elements = source.byteSize() / Short.BYTES;
        int piece = (int) Math.min(elements, PIECE);
        short[] halves = new short[piece];
        float[] decoded = new float[piece];
        for (long from = 0; from < elements; from += piece) {
            int count = (int) Math.min(piece, elements - from);
            MemorySegment.copy(source, ValueLayout.JAVA_SHORT_UNALIGNED, from * Short.BYTES, halves, 0, count);
            convert(halves, decoded, count);
            MemorySegment.copy(decoded, 0, target, ValueLayout.JAVA_FLOAT_UNALIGNED, from * Float.BYTES, count);
        }
    }

    /** Over arrays and not segments: only loops over arrays are sure to become vector instructions. */
    private static void convert(short[] halves, float[] decoded, int count) {
        for (int i = 0; i < count; i++) {
            decoded[i] = Float.float16ToFloat(halves[i]);
        }
    }
}
