package org.jackknife.llamacpp.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decodes the tokens of several sequences in common batches, on one thread.
 *
 * <p>A batch is gathered until every running generation has asked for something, or a short time has passed: choosing
 * the next token takes far less time than decoding, so the others' requests are about to come.
 */
final class BatchScheduler implements AutoCloseable {

    private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private final NativeContext context;
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closing;

    BatchScheduler(NativeContext context) {
        this.context = context;
        thread = Thread.ofPlatform().daemon().name("llama-batch").start(this::loop);
    }

    /**
     * Tokens to decode in one sequence, or an action on the cache between two batches.
     *
     * @param done completed when all of it is computed
     */
    private static final class Job {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Runnable action;
        private final int sequence;
        private final int[] tokens;
        private final int position;
        private final float[] logits;
        private int read;
        private int output = -1;

        Job(Runnable action) {
            this(action, 0, new int[0], 0, null);
        }

        Job(int sequence, int[] tokens, int position, float[] logits) {
            this(null, sequence, tokens, position, logits);
        }

        private Job(Runnable action, int sequence, int[] tokens, int position, float[] logits) {
            this.action = action;
            this.sequence = sequence;
            this.tokens = tokens;
            this.position = position;
            this.logits = logits;
        }
    }

    NativeContext context() {
        return context;
    }

    /** Says that a generation begins, whose requests a batch waits for. */
    void enter() {
        running.incrementAndGet();
    }

    void leave() {
        running.decrementAndGet();
    }

    /** Runs an action on the cache while nothing is being decoded. */
    void act(Runnable action) {
        submit(new Job(action));
    }

    /** Decodes tokens from a position on and copies the logits after the last one. */
    void decode(int sequence, int[] tokens, int position, float[] logits) {
        submit(new Job(sequence, tokens, position, logits));
    }

    private void submit(Job job) {
        if (closing) {
            throw new IllegalStateException("the model is closed");
        }
        queue.add(job);
        try {
            job.done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException runtime ? runtime : e;
        }
    }

    private void loop() {
        List<Job> pending = new ArrayList<>();
        try {
            while (!closing || !pending.isEmpty() || !queue.isEmpty()) {
                gather(pending);
                act(pending);
                if (!pending.isEmpty()) {
                    step(pending);
                }
            }
        } catch (InterruptedException e) {
            fail(pending, new IllegalStateException("the model is closed", e));
        }
    }

    private void gather(List<Job> pending) throws InterruptedException {
        if (pending.isEmpty()) {
            Job first = queue.poll(100, TimeUnit.MILLISECONDS);
            if (first != null) {
                pending.add(first);
            }
        }
        long deadline = System.nanoTime() + GATHER_NANOS;
        while (!pending.isEmpty() && pending.size() < running.get()) {
            Job next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            pending.add(next);
        }
        queue.drainTo(pending);
    }

    private static void act(List<Job> pending) {
        for (Iterator<Job> jobs = pending.iterator(); jobs.hasNext(); ) {
            Job job = jobs.next();
            if (job.action != null) {
                jobs.remove();
                try {
                    job.action.run();
                    job.done.complete(null);
                } catch (RuntimeException e) {
                    job.done.completeExceptionally(e);
                }
            }
        }
    }

    /** Fills one batch from the pending jobs, in order of arrival, and decodes it. */
    private void step(List<Job> pending) {
        try {
            context.batch().clear();
            for (Job job : pending) {
                fill(job);
            }
            context.decode(StopSignal.NEVER);
            for (Iterator<Job> jobs = pending.iterator(); jobs.hasNext(); ) {
                Job job = jobs.next();
                if (job.output >= 0) {
                    context.copyLogits(job.output, job.logits);
                    jobs.remove();
                    job.done.complete(null);
                }
            }
        } catch (RuntimeException e) {
            fail(pending, e);
        }
    }

    private void fill(Job job) {
        int count = Math.min(context.batch().room(), job.tokens.length - job.read);
        for (int i = 0; i < count; i++) {
            int at = job.read + i;
            boolean last = at == job.tokens.length - 1;
            int index = context.add(job.tokens[at], job.position + at, job.sequence, last);
            if (last) {
                job.output = index;
            }
        }
        job.read += count;
    }

    private static void fail(List<Job> pending, RuntimeException reason) {
        pending.forEach(job -> job.done.completeExceptionally(reason));
        pending.clear();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }
}
