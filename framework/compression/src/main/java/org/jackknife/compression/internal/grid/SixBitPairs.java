package org.jackknife.compression.internal.grid;

/**
 * Reads and writes the head of Q4_K and Q5_K blocks: F16 factors of scales and of minima, then eight scales and eight minima of six
 * bits in twelve bytes. The lower six bits of bytes 0 to 3 are scales 0 to 3, those of bytes 4 to 7 are minima 0 to 3. The
 * nibbles of bytes 8 to 11 are the lower four bits of scales (low) and minima (high) 4 to 7, whose upper two bits are the
 * upper ones of bytes 0 to 3 and 4 to 7.
 */
final class SixBitPairs {

    /** Bytes of the head. */
    static final int BYTES = 16;

    /** The greatest number of six bits. */
    static final int GREATEST = 63;

    private static final int SUBS = 8;
    private static final int MINIMUM_FACTOR = 2;
    private static final int PACKED = 4;

    private SixBitPairs() {}

    static void read(byte[] blocks, int at, Scales scales) {
        float scaleFactor = Bytes.half(blocks, at);
        float minimumFactor = Bytes.half(blocks, at + MINIMUM_FACTOR);
        int packed = at + PACKED;
        for (int sub = 0; sub < SUBS; sub++) {
            int scale;
            int minimum;
            if (sub < 4) {
                scale = blocks[packed + sub] & 0x3F;
                minimum = blocks[packed + sub + 4] & 0x3F;
            } else {
                int nibbles = blocks[packed + sub + 4];
                scale = nibbles & 0xF | (blocks[packed + sub - 4] >> 6 & 3) << 4;
                minimum = nibbles >> 4 & 0xF | (blocks[packed + sub] >> 6 & 3) << 4;
            }
            scales.add(scaleFactor * scale, -minimumFactor * minimum);
        }
    }

    static void put(ScalesAndMinima head, byte[] blocks, int at) {
        Bytes.putHalf(head.factor(), blocks, at);
        Bytes.putHalf(head.minimumFactor(), blocks, at + MINIMUM_FACTOR);
        int packed = at + PACKED;
        int[] scales = head.scales();
        int[] minima = head.minima();
        for (int sub = 0; sub < 4; sub++) {
            blocks[packed + sub] = (byte) (scales[sub] | scales[sub + 4] >> 4 << 6);
            blocks[packed + sub + 4] = (byte) (minima[sub] | minima[sub + 4] >> 4 << 6);
            blocks[packed + sub + 8] = (byte) (scales[sub + 4] & 0xF | (minima[sub + 4] & 0xF) << 4);
        }
    }
}
