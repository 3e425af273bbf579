package org.jackknife.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackknife.api.method.MethodException;

/**
 * Spreads the rows of a matrix over threads. Rows are cut into the same pieces on any number of threads, and results come
 * in the order of the rows, so that nothing depends on that number.
 */
public final class RowWorkers implements AutoCloseable {

    /** About how many pieces a matrix is cut into, so that threads that are faster find more to do. */
    private static final int PIECES = 64;

    /** Weights of a piece: at least enough to be worth a task, at most what memory for each thread should hold. */
    private static final int SMALLEST_PIECE = 1 << 12;

    private static final int LARGEST_PIECE = 1 << 18;

    private final ExecutorService threads;

    /** @param threads how many pieces may be under way at a time, at least 1 */
    public RowWorkers(int threads) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("matrix-rows-", 0).daemon().factory());
    }

    /** What is done to some rows. */
    @FunctionalInterface
    public interface RowTask {
        /** Treats the rows from {@code from} on, {@code to} excluded. */
        void run(int from, int to);
    }

    /** What is found out about some rows. */
    @FunctionalInterface
    public interface RowQuestion<T> {
        /** The answer for the rows from {@code from} on, {@code to} excluded. */
        T ask(int from, int to);
    }

    /** Treats all rows and waits for the last. What a task throws is thrown here. */
    public void forRows(int rows, int columns, RowTask task) {
        ask(rows, columns, (from, to) -> {
            task.run(from, to);
            return null;
        });
    }

    /** The answers for all pieces, in the order of the rows. What a question throws is thrown here. */
    public <T> List<T> ask(int rows, int columns, RowQuestion<T> question) {
        long weights = Math.clamp((long) rows * columns / PIECES, SMALLEST_PIECE, LARGEST_PIECE);
        int piece = (int) Math.max(1, weights / columns);
        List<Future<T>> running = new ArrayList<>();
        for (int row = 0; row < rows; row += piece) {
            int from = row;
            int to = Math.min(rows, row + piece);
            running.add(threads.submit(() -> question.ask(from, to)));
        }
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> future : running) {
                answers.add(future.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MethodException("interrupted while the rows of a matrix were treated", e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            running.forEach(future -> future.cancel(false));
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
