package org.jackknife.llamacpp.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Generates one answer after the other on one sequence: deterministic.
 *
 * <p>All work is done on one thread of its own, because OpenMP keeps a pool of threads for every thread that ever
 * called it.
 */
final class SequentialDecoder implements Decoder {

    private final NativeModel model;
    private final NativeContext context;
    private final SingleSequence sequence;
    private final ExecutorService thread;

    SequentialDecoder(NativeModel model, ContextSettings settings, boolean reuse) {
        this.model = model;
        this.context = new NativeContext(model, settings);
        this.sequence = new SingleSequence(context, reuse);
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("llama-decode").factory());
    }

    @Override
    public Future<GenerationResult> submit(GenerationRequest request) {
        try {
            return thread.submit(() -> Generator.generate(model, sequence, request));
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the model is closed", e);
        }
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public int contextTokens() {
        return context.size();
    }

    @Override
    public void close() {
        thread.close();
        context.close();
    }
}
