package org.jackknife.study.internal.variant;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.gguf.GgufWriter;

/**
 * Makes reported tensors safe, on a thread of its own: forces the growing file to the disk and then writes their lines
 * into the log. Between two forces it rests for many times as long as the last one took, so that it never takes more
 * than a small part of the disk's time. Safe for several threads.
 */
final class Checkpointer implements Closeable {

    /** One part of work to this many parts of rest: at most a twentieth of the time goes into forcing. */
    private static final int REST = 19;

    /** However slow the disk, no more work than this is lost. */
    private static final long LONGEST_REST_NANOS = 10_000_000_000L;

    private final GgufWriter writer;
    private final CheckpointLog log;
    private final Thread thread;
    private final List<CheckpointLog.Entry> waiting = new ArrayList<>();
    private IOException failure;
    private boolean closed;

    Checkpointer(GgufWriter writer, CheckpointLog log) {
        this.writer = writer;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("checkpoint").start(this::run);
    }

    /** Takes a tensor whose bytes are all written; what goes wrong with it is told by {@link #close}. */
    synchronized void add(CheckpointLog.Entry entry) {
        waiting.add(entry);
        notifyAll();
    }

    private void run() {
        try {
            for (List<CheckpointLog.Entry> entries = next(); !entries.isEmpty(); entries = next()) {
                long start = System.nanoTime();
                writer.force();
                log.append(entries);
                rest(System.nanoTime() - start);
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Waits for entries; none once it is closed and nothing is left. */
    private synchronized List<CheckpointLog.Entry> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<CheckpointLog.Entry> entries = List.copyOf(waiting);
        waiting.clear();
        return entries;
    }

    private synchronized void rest(long workNanos) throws InterruptedException {
        long end = System.nanoTime() + Math.min(LONGEST_REST_NANOS, REST * workNanos);
        for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
            // rounded up: a wait of 0 would last until somebody calls
            wait(left / 1_000_000 + 1);
        }
    }

    private synchronized void fail(IOException e) {
        failure = e;
    }

    /**
     * Makes the rest safe and ends.
     *
     * @throws IOException if a tensor could not be made safe
     */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while finished tensors were forced to the disk", e);
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
