package org.jackknife.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Turns stored tensor bytes into numbers and back. Implementations are safe for use by several threads.
 *
 * <p>Both directions work on whole rows or on whole blocks of a row, so a large tensor is streamed piece by piece.
 */
public interface TensorCodec {

    /** Tells whether this codec decodes and encodes the type. */
    boolean supports(TensorType type);

    /**
     * Decodes all of {@code source} into the first elements of {@code target}.
     *
     * @param source a whole number of blocks
     * @param target room for all elements of {@code source}
     * @throws IllegalArgumentException if the type is not supported, {@code source} is no whole number of blocks, or
     *     {@code target} is too short
     */
    void decode(TensorType type, MemorySegment source, float[] target);

    /**
     * Decodes as {@link #decode(TensorType, MemorySegment, float[])} does, into memory of any kind.
     *
     * @param source a whole number of blocks
     * @param target F32 in the order of the processor's bytes, room for all elements of {@code source}
     * @throws IllegalArgumentException if the type is not supported, {@code source} is no whole number of blocks, or
     *     {@code target} is too short
     */
    default void decode(TensorType type, MemorySegment source, MemorySegment target) {
        long elements = elements(type, source);
        if (target.byteSize() / Float.BYTES < elements) {
            throw new IllegalArgumentException("target has %d elements, needed are %d"
                    .formatted(target.byteSize() / Float.BYTES, elements));
        }
        float[] numbers = new float[Math.toIntExact(elements)];
        decode(type, source, numbers);
        MemorySegment.copy(numbers, 0, target, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, numbers.length);
    }

    /**
     * Encodes the first elements of {@code source}, row by row, so that {@code target} is filled.
     *
     * @param source rows one after the other, at least as many elements as {@code target} holds
     * @param rowLength elements of a row, a multiple of the block size
     * @param target room for a whole number of rows
     * @param importance one weight per column, {@code rowLength} long, that tells how much an error there matters
     *     (llama.cpp's importance matrix); null for none
     * @throws IllegalArgumentException if the type is not supported, sizes do not fit, or the type needs an importance
     *     that is null, or has no use for one that is given
     */
    void encode(TensorType type, float[] source, int rowLength, MemorySegment target, float[] importance);

    /**
     * Encodes as {@link #encode(TensorType, float[], int, MemorySegment, float[])} does, from memory of any kind.
     *
     * @param source F32 in the order of the processor's bytes, at least as many elements as {@code target} holds
     * @param rowLength elements of a row, a multiple of the block size
     * @param target room for a whole number of rows; may not overlap {@code source}
     * @param importance one weight per column, {@code rowLength} long; null for none
     * @throws IllegalArgumentException as the other method does
     */
    default void encode(
            TensorType type, MemorySegment source, int rowLength, MemorySegment target, float[] importance) {
        long given = Math.min(elements(type, target), source.byteSize() / Float.BYTES);
        float[] numbers = source.asSlice(0, given * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        encode(type, numbers, rowLength, target, importance);
    }

    private long elements(TensorType type, MemorySegment blocks) {
        if (!supports(type)) {
            throw new IllegalArgumentException("this codec does not know the type " + type);
        }
        return blocks.byteSize() / type.blockBytes() * type.blockSize();
    }
}
