package org.jackknife.numeric.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work on a number of threads, the caller's among them. Which thread runs which piece is left
 * to chance and must not matter. Threads live as long as one call: starting one takes less than a tenth of a
 * millisecond, and nothing has to be closed.
 *
 * @param threads at least 1
 */
record Team(int threads) {

    /** Below this many operations, some milliseconds' work of one thread, starting others does not pay. */
    private static final double WORTH_SHARING = 5e7;

    Team {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, is " + threads);
        }
    }

    /**
     * Runs pieces 0 to {@code pieces - 1} and returns when all are done.
     *
     * @param operations floating-point operations of all pieces, about
     */
    void run(int pieces, double operations, IntConsumer piece) {
        int workers = operations < WORTH_SHARING ? 1 : Math.clamp(pieces, 1, threads);
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable loop = () -> {
            try {
                for (int index = next.getAndIncrement(); index < pieces; index = next.getAndIncrement()) {
                    piece.accept(index);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(pieces);
            }
        };
        Thread[] helpers = new Thread[workers - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = Thread.ofPlatform().daemon().name("linear-algebra-" + i).start(loop);
        }
        loop.run();
        join(helpers);
        rethrow(failure.get());
    }

    /** Waits for all, interrupted or not: they write to memory that the caller may free. */
    private static void join(Thread[] helpers) {
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
