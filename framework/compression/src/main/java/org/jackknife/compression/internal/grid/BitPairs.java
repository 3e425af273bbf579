package org.jackknife.compression.internal.grid;

/**
 * Writes two neighbouring bits of each of 256 numbers as K-quants keep them: each half of the numbers fills 32 bytes, and
 * byte i of these has the numbers i, i + 32, i + 64 and i + 96 of the half, the first in its lowest bits.
 */
final class BitPairs {

    private static final int HALF = 128;
    private static final int BYTES = 32;

    private BitPairs() {}

    /**
     * @param lowest the lower one of the two bits
     */
    static void put(byte[] numbers, int from, int lowest, byte[] target, int at) {
        for (int half = 0; half < 2; half++) {
            int first = from + half * HALF;
            for (int i = 0; i < BYTES; i++) {
                int packed = 0;
                for (int pair = 0; pair < 4; pair++) {
                    packed |= (numbers[first + i + 32 * pair] >> lowest & 3) << 2 * pair;
                }
                target[at + half * BYTES + i] = (byte) packed;
            }
        }
    }
}
