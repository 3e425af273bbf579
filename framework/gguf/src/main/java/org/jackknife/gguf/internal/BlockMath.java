package org.jackknife.gguf.internal;

/** Arithmetic that the quantized block formats share, in single precision throughout, as ggml has it. */
final class BlockMath {
    /** Elements of a Q8_0, Q4_0 or Q4_1 block. */
    static final int BLOCK = 32;

    private static final int MAX_NIBBLE = 15;

    private BlockMath() {}

    /** Inverts a scale; a scale of 0 stands for a block of zeros, where any inverse does and ggml takes 0. */
    static float inverse(float scale) {
        return scale != 0 ? 1 / scale : 0;
    }

    /** Rounds to the nearest integer, halves away from zero, as C's roundf. */
    static byte roundToByte(float value) {
        return truncateToByte((float) (value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5)));
    }

    /** Drops the fraction and keeps four bits; values above 15 become 15. */
    static int truncateToNibble(float value) {
        return Math.min(MAX_NIBBLE, truncateToByte(value)) & 0xFF;
    }

    /**
     * Converts as x86's cvttss2si and a narrowing to eight bits do. Beyond the int range, reached only where an inverse
     * scale overflows, that gives 0, where Java's own conversion would saturate.
     */
    private static byte truncateToByte(float value) {
        return Math.abs(value) < 0x1p31f ? (byte) (int) value : 0;
    }

    /** Refuses numbers that no block scale can express. */
    static void requireFinite(float[] source, int from) {
        for (int i = from; i < from + BLOCK; i++) {
            if (!Float.isFinite(source[i])) {
                throw new IllegalArgumentException(
                        "element " + i + " is " + source[i] + "; quantized types hold finite numbers only");
            }
        }
    }
}
