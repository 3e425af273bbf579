package org.jackknife.llamacpp.internal;

/** One conversation's place in a context: reads prompts and accepts tokens one after the other. */
interface Sequence {

    /**
     * Reads a prompt, from the cache as far as it is there.
     *
     * @param prompt at least one token, at most {@link #capacity()}
     * @return how many leading tokens came from the cache, or -1 where the signal stopped the reading
     */
    int prefill(int[] prompt, StopSignal signal);

    /** Reads a generated token. False where the signal stopped it; nothing is left of the token then. */
    boolean accept(int token, StopSignal signal);

    /** The logits after the last token read; the caller may overwrite them. Shape [vocabulary]. */
    float[] logits();

    /** How many tokens, of prompt and answer together, there is room for. */
    int capacity();
}
