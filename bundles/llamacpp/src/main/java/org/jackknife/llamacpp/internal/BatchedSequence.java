package org.jackknife.llamacpp.internal;

import java.util.Arrays;

/** One of several sequences that share a context and its batches. */
final class BatchedSequence implements Sequence {

    private final BatchScheduler scheduler;
    private final int id;
    private final int capacity;
    private final float[] logits;
    /** The tokens of the last prompt that the cache holds; another sequence may read it while this one generates. */
    private volatile int[] held = {};
    private int position;

    BatchedSequence(BatchScheduler scheduler, int id, int capacity) {
        this.scheduler = scheduler;
        this.id = id;
        this.capacity = capacity;
        this.logits = new float[scheduler.context().vocabularySize()];
    }

    /** How many leading tokens of a prompt the cache holds. */
    int common(int[] prompt) {
        int[] mine = held;
        return PrefillPlan.common(mine, mine.length, prompt);
    }

    /** Forgets what the cache holds. */
    void forget() {
        held = new int[0];
    }

    /** Shares the beginning of a prompt that another sequence has read; its memory is not taken twice. */
    void copyFrom(BatchedSequence donor, int[] prompt) {
        scheduler.act(() -> {
            int common = donor.common(prompt);
            scheduler.context().truncate(id, 0);
            scheduler.context().share(donor.id, id, common);
            held = Arrays.copyOf(prompt, common);
        });
    }

    @Override
    public int prefill(int[] prompt, StopSignal signal) {
        // the last token is always read again, for its logits
        int reused = Math.min(common(prompt), prompt.length - 1);
        held = Arrays.copyOf(prompt, reused);
        scheduler.act(() -> scheduler.context().truncate(id, reused));
        int batch = scheduler.context().settings().batch();
        for (int from = reused; from < prompt.length; from += batch) {
            if (signal.stop()) {
                return -1;
            }
            int end = Math.min(prompt.length, from + batch);
            scheduler.decode(id, Arrays.copyOfRange(prompt, from, end), from, logits);
            held = Arrays.copyOf(prompt, end);
        }
        position = prompt.length;
        return reused;
    }

    @Override
    public boolean accept(int token, StopSignal signal) {
        scheduler.decode(id, new int[] {token}, position, logits);
        position++;
        return true;
    }

    @Override
    public float[] logits() {
        return logits;
    }

    @Override
    public int capacity() {
        return capacity;
    }
}
