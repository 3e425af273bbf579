package org.jackknife.gguf;

import java.lang.foreign.MemorySegment;

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
}
