package org.jackknife.gguf.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Q4_1: an F16 scale d, an F16 minimum m and 32 nibbles q; x = d q + m with d = (max - min) / 15. Byte i holds element i
 * in its low and element i + 16 in its high nibble.
 */
final class Q41Format implements BlockFormat {
    private static final int MINIMUM = 2;
    private static final int QUANTS = 4;
    private static final int HALF = BlockMath.BLOCK / 2;

    @Override
    public void decode(MemorySegment source, long from, float[] target, int to) {
        float scale = Float.float16ToFloat(source.get(SHORT, from));
        float minimum = Float.float16ToFloat(source.get(SHORT, from + MINIMUM));
        for (int i = 0; i < HALF; i++) {
            int pair = source.get(ValueLayout.JAVA_BYTE, from + QUANTS + i);
            target[to + i] = (pair & 0xF) * scale + minimum;
            target[to + i + HALF] = (pair >> 4 & 0xF) * scale + minimum;
        }
    }

    @Override
    public void encode(float[] source, int from, MemorySegment target, long to) {
        BlockMath.requireFinite(source, from);
        float minimum = source[from];
        float maximum = source[from];
        for (int i = from + 1; i < from + BlockMath.BLOCK; i++) {
            minimum = source[i] < minimum ? source[i] : minimum;
            maximum = source[i] > maximum ? source[i] : maximum;
        }
        float scale = (maximum - minimum) / 15;
        float inverse = BlockMath.inverse(scale);
        target.set(SHORT, to, Float.floatToFloat16(scale));
        target.set(SHORT, to + MINIMUM, Float.floatToFloat16(minimum));
        for (int i = 0; i < HALF; i++) {
            int low = BlockMath.truncateToNibble((source[from + i] - minimum) * inverse + 0.5f);
            int high = BlockMath.truncateToNibble((source[from + i + HALF] - minimum) * inverse + 0.5f);
            target.set(ValueLayout.JAVA_BYTE, to + QUANTS + i, (byte) (low | high << 4));
        }
    }

    @Override
    public boolean wouldUseImportance() {
        return true;
    }
}
