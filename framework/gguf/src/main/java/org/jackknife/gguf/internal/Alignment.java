package org.jackknife.gguf.internal;

/** Computes the padding between tensors. */
public final class Alignment {
    /** Metadata key of the alignment, a uint32. */
    public static final String KEY = "general.alignment";

    /** Alignment in bytes where the key is absent. */
    public static final int DEFAULT = 32;

    private static final long MAX = 1L << 30;

    private Alignment() {}

    /** Tells whether tensors can be aligned to this many bytes: a power of two, at most 2^30. */
    public static boolean valid(long alignment) {
        return alignment > 0 && alignment <= MAX && Long.bitCount(alignment) == 1;
    }

    /** Returns the first multiple of {@code alignment}, a power of two, that is not below {@code position}. */
    public static long up(long position, long alignment) {
        return Math.addExact(position, alignment - 1) & -alignment;
    }
}
