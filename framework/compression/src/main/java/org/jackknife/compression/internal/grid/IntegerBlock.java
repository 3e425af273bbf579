package org.jackknife.compression.internal.grid;

import org.jackknife.gguf.TensorType;

/**
 * Writes ggml's blocks of 32 integers under one scale: an F16 scale; for Q4_1 and Q5_1 an F16 offset; for Q5_0 and Q5_1
 * the fifth bit of each number in four bytes; then the numbers, as nibbles or as the signed bytes of Q8_0. Q4_0 and Q5_0
 * hold levels plus 8 and 16.
 */
final class IntegerBlock {

    /** Columns of a block. */
    static final int COLUMNS = 32;

    private static final int HALF_BYTES = 2;
    private static final int FIFTH_BITS_BYTES = 4;

    private final TensorType type;
    private final boolean offsets;
    private final boolean fifthBits;
    private final int bias;

    /**
     * @param lowest the level of code 0
     */
    IntegerBlock(TensorType type, int lowest) {
        this.type = type;
        offsets = type == TensorType.Q4_1 || type == TensorType.Q5_1;
        fifthBits = type == TensorType.Q5_0 || type == TensorType.Q5_1;
        bias = lowest + (type == TensorType.Q4_0 ? 8 : type == TensorType.Q5_0 ? 16 : 0);
    }

    void putScale(float scale, float offset, byte[] target, int at) {
        Bytes.putHalf(scale, target, at);
        if (offsets) {
            Bytes.putHalf(offset, target, at + HALF_BYTES);
        }
    }

    /** Writes the codes of 32 columns into the block that begins at {@code at}. */
    void putCodes(byte[] codes, int from, byte[] target, int at) {
        int start = at + (offsets ? 2 : 1) * HALF_BYTES;
        if (type == TensorType.Q8_0) {
            for (int i = 0; i < COLUMNS; i++) {
                target[start + i] = (byte) (codes[from + i] + bias);
            }
            return;
        }
        if (fifthBits) {
            putFifthBits(codes, from, target, start);
            start += FIFTH_BITS_BYTES;
        }
        Bytes.putNibbles(codes, from, bias, target, start);
    }

    private void putFifthBits(byte[] codes, int from, byte[] target, int at) {
        for (int i = 0; i < COLUMNS; i++) {
            int bit = codes[from + i] + bias >> 4 & 1;
            target[at + i / Byte.SIZE] = (byte) (target[at + i / Byte.SIZE] | bit << i % Byte.SIZE);
        }
    }
}
