package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jackknife.gguf.TensorType;

/**
 * Shows C the blocks of a segment piece by piece: where they lie, if C can use them there, and in a buffer otherwise.
 * C can use neither the heap nor blocks that are not aligned as it expects; and a mapped file that somebody truncates
 * meanwhile would end the process, where a copy in Java only fails.
 */
final class NativePieces {

    private final TensorType type;
    private final MemorySegment blocks;
    private final MemorySegment buffer;

    /** @param longest elements of the longest piece */
    NativePieces(TensorType type, MemorySegment blocks, int longest, Arena arena) {
        this.type = type;
        this.blocks = blocks;
        this.buffer = usable(type, blocks) ? MemorySegment.NULL : arena.allocate(type.bytesFor(longest), Long.BYTES);
    }

    /** C lays out blocks without gaps, so the size of a block is a multiple of the alignment that it needs. */
    private static boolean usable(TensorType type, MemorySegment blocks) {
        return blocks.isNative()
                && !blocks.isMapped()
                && blocks.address() % Long.lowestOneBit(type.blockBytes()) == 0;
    }

    /** The elements from {@code from} on, to be read. */
    MemorySegment read(long from, int count) {
        MemorySegment piece = piece(from, count);
        return buffer == MemorySegment.NULL ? piece : buffered(count).copyFrom(piece);
    }

    /** Room for the elements from {@code from} on, to be followed by {@link #written}. */
    MemorySegment room(long from, int count) {
        return buffer == MemorySegment.NULL ? piece(from, count) : buffered(count);
    }

    /** Puts what C has written into its place. */
    void written(long from, int count) {
        if (buffer != MemorySegment.NULL) {
            piece(from, count).copyFrom(buffered(count));
        }
    }

    private MemorySegment piece(long from, int count) {
        return blocks.asSlice(type.bytesFor(from), type.bytesFor(count));
    }

    private MemorySegment buffered(int count) {
        return buffer.asSlice(0, type.bytesFor(count));
    }
}
