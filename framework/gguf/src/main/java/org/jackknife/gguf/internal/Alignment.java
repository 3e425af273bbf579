package org.jackknife.gguf.internal;

import org.jackknife.gguf.GgufMetadata;

/** Computes the padding between tensors. */
public final class Alignment {
    /** Metadata key of the alignment, a uint32. */
    private static final String KEY = "general.alignment";

    /** Alignment in bytes where the key is absent. */
    private static final int DEFAULT = 32;

    private static final long MAX = 1L << 30;

    private Alignment() {}

    /**
     * Reads the alignment from metadata.
     *
     * @throws IllegalArgumentException if it is not a uint32 that is a power of two up to 2^30
     */
    static int of(GgufMetadata metadata) {
        if (!metadata.has(KEY)) {
            return DEFAULT;
        }
        long alignment = metadata.u32(KEY).orElse(0L);
        if (alignment <= 0 || alignment > MAX || Long.bitCount(alignment) != 1) {
            throw new IllegalArgumentException("'" + KEY + "' is " + metadata.get(KEY).orElseThrow()
                    + ", allowed is a uint32 that is a power of two up to 2^30");
        }
        return (int) alignment;
    }

    /** Returns the first multiple of {@code alignment}, a power of two, that is not below {@code position}. */
    public static long up(long position, long alignment) {
        return Math.addExact(position, alignment - 1) & -alignment;
    }
}
