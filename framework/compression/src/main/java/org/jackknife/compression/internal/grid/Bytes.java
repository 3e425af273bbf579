package org.jackknife.compression.internal.grid;

/** Reads and writes the parts of blocks. */
final class Bytes {

    private Bytes() {}

    /** An F16 number, low byte first. */
    static float half(byte[] block, int at) {
        return Float.float16ToFloat((short) (block[at] & 0xFF | block[at + 1] << 8));
    }

    static void putHalf(float value, byte[] block, int at) {
        short half = Float.floatToFloat16(value);
        block[at] = (byte) half;
        block[at + 1] = (byte) (half >> 8);
    }

    /**
     * Writes 32 numbers as nibbles: the first half into the low nibbles of 16 bytes, the second half into the high ones.
     *
     * @param bias what is added to each before
     */
    static void putNibbles(byte[] numbers, int from, int bias, byte[] target, int at) {
        for (int i = 0; i < 16; i++) {
            int low = numbers[from + i] + bias & 0xF;
            int high = numbers[from + 16 + i] + bias & 0xF;
            target[at + i] = (byte) (low | high << 4);
        }
    }
}
