package org.jackknife.llamacpp.internal;

/** The only sequence of its context: deterministic. One thread at a time. */
final class SingleSequence implements Sequence {

    private static final int ID = 0;

    private final NativeContext context;
    private final boolean reuse;
    private final float[] logits;
    /** What the cache holds of the last prompt, and how much of it is sound. */
    private int[] prompt = {};
    private int read;
    private int position;

    SingleSequence(NativeContext context, boolean reuse) {
        this.context = context;
        this.reuse = reuse;
        this.logits = new float[context.vocabularySize()];
    }

    @Override
    public int prefill(int[] next, StopSignal signal) {
        int common = reuse ? PrefillPlan.common(prompt, read, next) : 0;
        PrefillPlan plan = PrefillPlan.of(common, next.length, context.settings().batch());
        context.truncate(ID, plan.reused());
        prompt = next.clone();
        read = plan.reused();
        for (int end : plan.bounds()) {
            if (!decode(next, read, end, signal)) {
                return -1;
            }
            read = end;
        }
        position = next.length;
        return plan.reused();
    }

    private boolean decode(int[] tokens, int from, int end, StopSignal signal) {
        context.batch().clear();
        for (int i = from; i < end; i++) {
            context.add(tokens[i], i, ID, i == tokens.length - 1);
        }
        if (context.decode(signal) == NativeContext.Decoded.STOPPED) {
            context.truncate(ID, from);
            return false;
        }
        if (end == tokens.length) {
            context.copyLogits(end - from - 1, logits);
        }
        return true;
    }

    @Override
    public boolean accept(int token, StopSignal signal) {
        context.batch().clear();
        context.add(token, position, ID, true);
        if (context.decode(signal) == NativeContext.Decoded.STOPPED) {
            context.truncate(ID, position);
            return false;
        }
        position++;
        context.copyLogits(0, logits);
        return true;
    }

    @Override
    public float[] logits() {
        return logits;
    }

    @Override
    public int capacity() {
        return context.size();
    }
}
