package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/**
 * Q4_K: scales and minima of 32 columns each, and codes of four bits: each 64 columns fill 32 bytes, the first half of them
 * the low nibbles. A weight is {@code d·scale·code - dmin·minimum}.
 */
final class Q4KLayout implements SixBitLayout {

    @Override
    public TensorType type() {
        return TensorType.Q4_K;
    }

    @Override
    public Levels levels() {
        return Levels.integers(0, 16);
    }

    @Override
    public void putCodes(byte[] codes, int from, byte[] blocks, int at) {
        putLowBits(codes, from, blocks, at + SixBitPairs.BYTES);
    }

    /** Writes the lower four bits of 256 codes. */
    static void putLowBits(byte[] codes, int from, byte[] blocks, int at) {
        for (int pair = 0; pair < 4; pair++) {
            for (int i = 0; i < 32; i++) {
                int low = codes[from + 64 * pair + i] & 0xF;
                int high = codes[from + 64 * pair + 32 + i] & 0xF;
                blocks[at + 32 * pair + i] = (byte) (low | high << 4);
            }
        }
    }
}
