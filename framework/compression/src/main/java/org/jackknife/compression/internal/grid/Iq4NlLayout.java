package org.jackknife.compression.internal.grid;

import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/** IQ4_NL: an F16 scale and 32 nibbles that number the levels of a codebook. */
final class Iq4NlLayout implements BlockLayout {

    private static final int CODES = 2;
    private static final Levels LEVELS =
            Levels.codebook(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

    @Override
    public TensorType type() {
        return TensorType.IQ4_NL;
    }

    @Override
    public int subLength() {
        return type().blockSize();
    }

    @Override
    public Levels levels() {
        return LEVELS;
    }

    @Override
    public void readScales(byte[] blocks, int at, Scales scales) {
        scales.add(Bytes.half(blocks, at), 0);
    }

    @Override
    public void putCodes(byte[] codes, int from, byte[] blocks, int at) {
        Bytes.putNibbles(codes, from, 0, blocks, at + CODES);
    }
}
