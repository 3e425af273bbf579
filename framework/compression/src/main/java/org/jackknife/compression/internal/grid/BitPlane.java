package org.jackknife.compression.internal.grid;

/** Writes one bit of each of 256 numbers into 32 bytes: byte i has those of numbers i, i + 32, … i + 224. */
final class BitPlane {

    /** Bytes of a plane. */
    static final int BYTES = 32;

    private BitPlane() {}

    static void put(byte[] numbers, int from, int which, byte[] target, int at) {
        for (int i = 0; i < BYTES; i++) {
            int bits = 0;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                bits |= (numbers[from + i + bit * BYTES] >> which & 1) << bit;
            }
            target[at + i] = (byte) bits;
        }
    }
}
