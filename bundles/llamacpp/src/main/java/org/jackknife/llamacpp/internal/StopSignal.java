package org.jackknife.llamacpp.internal;

import java.time.Duration;
import java.util.Optional;

/** Says whether a generation should stop: somebody cancelled it, or its time is up. Safe for several threads. */
public final class StopSignal {

    /** A signal that never says stop. */
    static final StopSignal NEVER = new StopSignal(Optional.empty());

    private final boolean limited;
    private final long deadline;
    private volatile boolean cancelled;

    /** Starts the clock. */
    public StopSignal(Optional<Duration> limit) {
        limited = limit.isPresent();
        deadline = System.nanoTime() + limit.map(Duration::toNanos).orElse(0L);
    }

    public void cancel() {
        cancelled = true;
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Whether the time is up. */
    public boolean expired() {
        return limited && System.nanoTime() - deadline >= 0;
    }

    public boolean stop() {
        return cancelled || expired();
    }
}
