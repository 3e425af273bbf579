package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/**
 * Q3_K: the third bits of codes; their lower two bits; 16 scales of six bits, plus 32; their F16 factor. A weight is
 * {@code d·(scale - 32)·(code - 4)}.
 *
 * <p>The lower four bits of scales 0 to 7 and 8 to 15
 * are the low and high nibbles of eight bytes; byte i of the four that follow has the upper two bits of scales i, i + 4,
 * i + 8 and i + 12.
 */
final class Q3KLayout implements BlockLayout {

    private static final int SUBS = 16;
    private static final int LOW_BITS = BitPlane.BYTES;
    private static final int SCALES = LOW_BITS + 64;
    private static final int SCALE_TOPS = SCALES + 8;
    private static final int FACTOR = SCALES + 12;

    @Override
    public TensorType type() {
        return TensorType.Q3_K;
    }

    @Override
    public int subLength() {
        return 16;
    }

    @Override
    public Levels levels() {
        return Levels.integers(-4, 8);
    }

    @Override
    public void readScales(byte[] blocks, int at, Scales scales) {
        float factor = Bytes.half(blocks, at + FACTOR);
        for (int sub = 0; sub < SUBS; sub++) {
            int low = blocks[at + SCALES + sub % 8] >> (sub < 8 ? 0 : 4) & 0xF;
            int top = blocks[at + SCALE_TOPS + sub % 4] >> 2 * (sub / 4) & 3;
            scales.add(factor * ((low | top << 4) - 32), 0);
        }
    }

    @Override
    public void putCodes(byte[] codes, int from, byte[] blocks, int at) {
        BitPlane.put(codes, from, 2, blocks, at);
        BitPairs.put(codes, from, 0, blocks, at + LOW_BITS);
    }
}
