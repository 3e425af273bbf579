package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/**
 * Q6_K: the lower four bits of codes; their upper two; 16 signed scales of 16 columns each; their F16 factor. A weight is
 * {@code d·scale·(code - 32)}.
 *
 * <p>Each 128 columns fill 64 bytes of lower bits, whose low nibbles belong to the first 64 of them, and 32 bytes of upper
 * bits, each with those of columns i, i + 32, i + 64 and i + 96.
 */
final class Q6KLayout implements BlockLayout {

    private static final int SUBS = 16;
    private static final int TOP_BITS = 128;
    private static final int SCALES = TOP_BITS + 64;
    private static final int FACTOR = SCALES + SUBS;

    @Override
    public TensorType type() {
        return TensorType.Q6_K;
    }

    @Override
    public int subLength() {
        return 16;
    }

    @Override
    public Levels levels() {
        return Levels.integers(-32, 64);
    }

    @Override
    public void readScales(byte[] blocks, int at, Scales scales) {
        float factor = Bytes.half(blocks, at + FACTOR);
        for (int sub = 0; sub < SUBS; sub++) {
            scales.add(factor * blocks[at + SCALES + sub], 0);
        }
    }

    @Override
    public void putCodes(byte[] codes, int from, byte[] blocks, int at) {
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < 64; i++) {
                int low = codes[from + 128 * half + i] & 0xF;
                int high = codes[from + 128 * half + 64 + i] & 0xF;
                blocks[at + 64 * half + i] = (byte) (low | high << 4);
            }
        }
        BitPairs.put(codes, from, 4, blocks, at + TOP_BITS);
    }
}
