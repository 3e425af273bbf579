package org.jackknife.llamacpp.internal;

import org.jackknife.api.trajectory.TokenCounts;

/**
 * What was generated.
 *
 * @param text the text, without the token or the stop sequence that ended it
 * @param tokens the ids, without the one that ended it
 * @param end why it ended
 * @param counts tokens prefilled, reused and generated, the ending token included
 * @param prefillNanos time for the prompt
 * @param decodeNanos time for the answer
 */
public record GenerationResult(
        String text, int[] tokens, End end, TokenCounts counts, long prefillNanos, long decodeNanos) {

    /** Why a generation ended. */
    public enum End {
        /** The model ended it. */
        MODEL,
        /** A stop sequence was completed. */
        STOP_SEQUENCE,
        /** The most tokens were generated, or the context is full. */
        LENGTH,
        /** Cancelled, or out of time. */
        STOPPED
    }
}
