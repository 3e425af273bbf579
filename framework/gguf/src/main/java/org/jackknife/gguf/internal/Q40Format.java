package org.jackknife.gguf.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Q4_0: an F16 scale d and 32 nibbles q; x = d (q - 8). The element of largest magnitude, with its sign, becomes q = 0,
 * so d may be negative. Byte i holds element i in its low and element i + 16 in its high nibble.
 */
final class Q40Format implements BlockFormat {
    private static final int QUANTS = 2;
    private static final int HALF = BlockMath.BLOCK / 2;
    private static final int ZERO = 8;

    @Override
    public void decode(MemorySegment source, long from, float[] target, int to) {
        float scale = Float.float16ToFloat(source.get(SHORT, from));
        for (int i = 0; i < HALF; i++) {
            int pair = source.get(ValueLayout.JAVA_BYTE, from + QUANTS + i);
            target[to + i] = ((pair & 0xF) - ZERO) * scale;
            target[to + i + HALF] = ((pair >> 4 & 0xF) - ZERO) * scale;
        }
    }

    @Override
    public void encode(float[] source, int from, MemorySegment target, long to) {
        BlockMath.requireFinite(source, from);
        float extreme = 0;
        for (int i = from; i < from + BlockMath.BLOCK; i++) {
            if (Math.abs(source[i]) > Math.abs(extreme)) {
                extreme = source[i];
            }
        }
        float scale = extreme / -ZERO;
        float inverse = BlockMath.inverse(scale);
        target.set(SHORT, to, Float.floatToFloat16(scale));
        for (int i = 0; i < HALF; i++) {
            int low = BlockMath.truncateToNibble(source[from + i] * inverse + 8.5f);
            int high = BlockMath.truncateToNibble(source[from + i + HALF] * inverse + 8.5f);
            target.set(ValueLayout.JAVA_BYTE, to + QUANTS + i, (byte) (low | high << 4));
        }
    }

    @Override
    public boolean wouldUseImportance() {
        return true;
    }
}
