package org.jackknife.gguf.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Q8_0: an F16 scale d and 32 signed bytes q; x = d q with d = max|x| / 127. */
final class Q80Format implements BlockFormat {
    private static final int QUANTS = 2;

    @Override
    public void decode(MemorySegment source, long from, float[] target, int to) {
        float scale = Float.float16ToFloat(source.get(SHORT, from));
        for (int i = 0; i < BlockMath.BLOCK; i++) {
            target[to + i] = source.get(ValueLayout.JAVA_BYTE, from + QUANTS + i) * scale;
        }
    }

    @Override
    public void encode(float[] source, int from, MemorySegment target, long to) {
        BlockMath.requireFinite(source, from);
        float largest = 0;
        for (int i = from; i < from + BlockMath.BLOCK; i++) {
            largest = Math.max(largest, Math.abs(source[i]));
        }
        float scale = largest / 127;
        float inverse = BlockMath.inverse(scale);
        target.set(SHORT, to, Float.floatToFloat16(scale));
        for (int i = 0; i < BlockMath.BLOCK; i++) {
            target.set(ValueLayout.JAVA_BYTE, to + QUANTS + i, BlockMath.roundToByte(source[from + i] * inverse));
        }
    }
}
