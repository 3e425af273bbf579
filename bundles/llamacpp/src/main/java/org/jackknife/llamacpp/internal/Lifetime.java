package org.jackknife.llamacpp.internal;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Keeps native memory from being freed while it is used, and from being used once it is freed. */
final class Lifetime {

    private final String what;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean ended;

    Lifetime(String what) {
        this.what = what;
    }

    /**
     * Uses the memory; several threads may do so at once.
     *
     * @throws IllegalStateException if it is freed
     */
    <T> T use(Supplier<T> body) {
        lock.readLock().lock();
        try {
            if (ended) {
                throw new IllegalStateException(what + " is closed");
            }
            return body.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Frees the memory as soon as nobody uses it; a second call does nothing. */
    void end(Runnable free) {
        lock.writeLock().lock();
        try {
            if (!ended) {
                ended = true;
                free.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
