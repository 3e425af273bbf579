package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/**
 * Q2_K: for each 16 columns a byte with a scale in its low and a minimum in its high nibble; codes; F16 factors of scales
 * and of minima. A weight is {@code d·scale·code - dmin·minimum}.
 */
final class Q2KLayout implements MinimumLayout {

    private static final int SUBS = 16;
    private static final int GREATEST = 15;
    private static final int CODES = SUBS;
    private static final int SCALE_FACTOR = CODES + 64;
    private static final int MINIMUM_FACTOR = SCALE_FACTOR + 2;

    @Override
    public TensorType type() {
        return TensorType.Q2_K;
    }

    @Override
    public int subLength() {
        return 16;
    }

    @Override
    public Levels levels() {
        return Levels.integers(0, 4);
    }

    @Override
    public void readScales(byte[] blocks, int at, Scales scales) {
        float scaleFactor = Bytes.half(blocks, at + SCALE_FACTOR);
        float minimumFactor = Bytes.half(blocks, at + MINIMUM_FACTOR);
        for (int sub = 0; sub < SUBS; sub++) {
            int pair = blocks[at + sub];
            scales.add(scaleFactor * (pair & 0xF), -minimumFactor * (pair >> 4 & 0xF));
        }
    }

    @Override
    public int greatestScale() {
        return GREATEST;
    }

    @Override
    public void putScales(ScalesAndMinima head, byte[] blocks, int at) {
        for (int sub = 0; sub < SUBS; sub++) {
            blocks[at + sub] = (byte) (head.scales()[sub] | head.minima()[sub] << 4);
        }
        Bytes.putHalf(head.factor(), blocks, at + SCALE_FACTOR);
        Bytes.putHalf(head.minimumFactor(), blocks, at + MINIMUM_FACTOR);
    }

    @Override
    public void putCodes(byte[] codes, int from, byte[] blocks, int at) {
        BitPairs.put(codes, from, 0, blocks, at + CODES);
    }
}
