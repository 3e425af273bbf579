package org.jackknife.study.internal.variant;

/**
 * Keeps the heap of a compression near what is alive. The serial collector, which workers use for its small footprint,
 * lets the heap grow to its limit with the large arrays of finished tensors before it looks whether they are needed.
 * Safe for several threads.
 */
final class HeapGuard {

    /** Garbage that is not worth a collection. */
    private static final long ROOM = 128L << 20;

    private long alive;

    /** A tensor is finished: collects where more than half of what the heap holds may be garbage. */
    synchronized void tensorFinished() {
        if (used() > 2 * alive + ROOM) {
            System.gc();
            alive = used();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
