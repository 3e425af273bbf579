package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jackknife.gguf.TensorType;

/**
 * Encodes Q8_0 in Java, byte for byte as {@code ggml_quantize_chunk} does and several times as fast: ggml's encoder of
 * b4916 takes one number after the other, while these loops become vector instructions. A block of 32 numbers x
 * becomes the scale d = max|x| / 127, as F16, and 32 bytes q = round(x / d), halves away from zero.
 *
 * <p>Not safe for several threads.
 */
final class Q80Encoder {

    private static final int BLOCK = TensorType.Q8_0.blockSize();
    private static final int BLOCK_BYTES = TensorType.Q8_0.blockBytes();

    private static final int WITHOUT_SIGN = 0x7fff_ffff;

    /** The largest number below one half: added to x >= 0 and cut off, it rounds as C's roundf, where 0.5 would not. */
    private static final float NEARLY_HALF = 0x1.fffffep-2f;

    /** Few enough for all arrays together to stay in the processor's nearest cache. */
    private static final int PIECE = 1 << 11;

    private final int[] bits = new int[PIECE];
    private final float[] numbers = new float[PIECE];
    private final float[] inverse = new float[PIECE];
    private final byte[] quants = new byte[PIECE];
    private final int[] largest = new int[PIECE / BLOCK];
    private final float[] scale = new float[PIECE / BLOCK];
    private final byte[] encoded = new byte[PIECE / BLOCK * BLOCK_BYTES];

    /**
     * Encodes finite numbers.
     *
     * @param source F32, {@code count} elements
     * @param count whole blocks
     * @return false, with the target in an unknown state, where a scale is so small that its inverse is infinite: what C
     *     makes of x / d then is up to the compiler
     */
    boolean encode(MemorySegment source, MemorySegment target, int count) {
        for (int from = 0; from < count; from += PIECE) {
            int elements = Math.min(PIECE, count - from);
            if (!encodePiece(source.asSlice((long) from * Float.BYTES), elements)) {
                return false;
            }
            int bytes = elements / BLOCK * BLOCK_BYTES;
            MemorySegment.copy(encoded, 0, target, ValueLayout.JAVA_BYTE, TensorType.Q8_0.bytesFor(from), bytes);
        }
        return true;
    }

    private boolean encodePiece(MemorySegment source, int count) {
        MemorySegment.copy(source, ValueLayout.JAVA_INT_UNALIGNED, 0, bits, 0, count);
        MemorySegment.copy(source, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, numbers, 0, count);
        int blocks = count / BLOCK;
        findLargest(blocks);
        if (!findScales(blocks)) {
            return false;
        }
        round(count);
        pack(blocks);
        return true;
    }

    /** The bits of numbers without their signs order as the numbers do, and integers are compared faster. */
    private void findLargest(int blocks) {
        for (int block = 0; block < blocks; block++) {
            int most = 0;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
                most = Math.max(most, bits[i] & WITHOUT_SIGN);
            }
            largest[block] = most;
        }
    }

    private boolean findScales(int blocks) {
        for (int block = 0; block < blocks; block++) {
            scale[block] = Float.intBitsToFloat(largest[block]) / 127;
        }
        boolean usable = true;
        for (int block = 0; block < blocks; block++) {
            float inverted = scale[block] == 0 ? 0 : 1 / scale[block];
            usable &= inverted < Float.POSITIVE_INFINITY;
            Arrays.fill(inverse, block * BLOCK, (block + 1) * BLOCK, inverted);
        }
        return usable;
    }

    /** Rounds max(x, 0) and min(x, 0) apart, because no vector instruction copies a sign. */
    private void round(int count) {
        for (int i = 0; i < count; i++) {
            float x = numbers[i] * inverse[i];
            float above = (x + Math.abs(x)) * 0.5f;
            float below = (x - Math.abs(x)) * 0.5f;
            quants[i] = (byte) ((int) (above + NEARLY_HALF) + (int) (below - NEARLY_HALF));
        }
    }

    private void pack(int blocks) {
        for (int block = 0; block < blocks; block++) {
            short half = Float.floatToFloat16(scale[block]);
            int at = block * BLOCK_BYTES;
            encoded[at] = (byte) half;
            encoded[at + 1] = (byte) (half >> Byte.SIZE);
            System.arraycopy(quants, block * BLOCK, encoded, at + Short.BYTES, BLOCK);
        }
    }
}
