package org.jackknife.llamacpp.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Generates several answers at once, their tokens decoded in common batches: faster, but the sums of a batch are
 * rounded differently than those of a single token, so that greedy answers may differ between runs.
 */
final class BatchingDecoder implements Decoder {

    private final NativeModel model;
    private final BatchScheduler scheduler;
    private final List<BatchedSequence> idle = new ArrayList<>();
    private final List<BatchedSequence> all;
    private final ExecutorService threads;
    private final boolean reuse;
    private final int tokensPerSequence;

    BatchingDecoder(NativeModel model, ContextSettings settings, boolean reuse) {
        this.model = model;
        this.reuse = reuse;
        this.tokensPerSequence = settings.tokens() / settings.sequences();
        this.scheduler = new BatchScheduler(new NativeContext(model, settings));
        for (int id = 0; id < settings.sequences(); id++) {
            idle.add(new BatchedSequence(scheduler, id, tokensPerSequence));
        }
        this.all = List.copyOf(idle);
        this.threads = Executors.newFixedThreadPool(
                settings.sequences(), Thread.ofVirtual().name("llama-sequence-", 0).factory());
    }

    @Override
    public Future<GenerationResult> submit(GenerationRequest request) {
        try {
            return threads.submit(() -> generate(request));
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the model is closed", e);
        }
    }

    private GenerationResult generate(GenerationRequest request) {
        BatchedSequence sequence = take(request.prompt());
        scheduler.enter();
        try {
            return Generator.generate(model, sequence, request);
        } finally {
            scheduler.leave();
            giveBack(sequence);
        }
    }

    /** Takes the idle sequence that holds most of the prompt, and lends it a longer beginning from a busy one. */
    private synchronized BatchedSequence take(int[] prompt) {
        BatchedSequence best = idle.stream()
                .max(Comparator.comparingInt(sequence -> sequence.common(prompt)))
                .orElseThrow(() -> new IllegalStateException("there are as many threads as sequences"));
        idle.remove(best);
        if (reuse) {
            all.stream()
                    .max(Comparator.comparingInt(sequence -> sequence.common(prompt)))
                    .filter(donor -> donor.common(prompt) > best.common(prompt))
                    .ifPresent(donor -> best.copyFrom(donor, prompt));
        } else {
            best.forget();
        }
        return best;
    }

    private synchronized void giveBack(BatchedSequence sequence) {
        idle.add(sequence);
    }

    @Override
    public int concurrency() {
        return all.size();
    }

    @Override
    public int contextTokens() {
        return tokensPerSequence;
    }

    @Override
    public void close() {
        threads.close();
        scheduler.close();
    }
}
