package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/** Q5_K: Q4_K with the fifth bits of codes before the lower four. */
final class Q5KLayout implements SixBitLayout {

    @Override
    public TensorType type() {
        return TensorType.Q5_K;
    }

    @Override
    public Levels levels() {
        return Levels.integers(0, 32);
    }

    @Override
    public void putCodes(byte[] codes, int from, byte[] blocks, int at) {
        BitPlane.put(codes, from, 4, blocks, at + SixBitPairs.BYTES);
        Q4KLayout.putLowBits(codes, from, blocks, at + SixBitPairs.BYTES + BitPlane.BYTES);
    }
}
