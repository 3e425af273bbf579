package org.jackknife.llamacpp.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which part of a prompt is taken from the cache and how the rest is cut into batches, so that reuse changes
 * no bit of the result.
 *
 * <p>llama.cpp computes a single token with other kernels than several tokens at once, and some kernels take rows in
 * groups of four; the sums are then rounded differently. So that every prompt position is computed in the same way
 * whatever the cache held:
 *
 * <ul>
 *   <li>only positions computed as part of a prompt are reused, in whole blocks of {@value #BLOCK}; answers, which were
 *       computed token by token, are read again as part of the next prompt;
 *   <li>batches begin at multiples of the batch size, counted from the prompt's first token;
 *   <li>no batch has a single token, unless the prompt has: the batch before it gives a block to the last one.
 * </ul>
 *
 * @param reused leading tokens taken from the cache
 * @param bounds where batches end: the first begins at {@code reused}, the last bound is the prompt's length
 */
record PrefillPlan(int reused, List<Integer> bounds) {

    static final int BLOCK = 32;

    /**
     * Plans a prompt.
     *
     * @param common leading tokens of the prompt that the cache holds as prompt tokens
     * @param length tokens of the prompt, at least 1
     * @param batch the largest batch, a multiple of {@value #BLOCK} and at least twice that
     */
    static PrefillPlan of(int common, int length, int batch) {
        int reused = common / BLOCK * BLOCK;
        // at least two tokens remain, so that the last one's logits come from the kernels for several tokens
        while (reused > 0 && length - reused < 2) {
            reused -= BLOCK;
        }
        List<Integer> bounds = new ArrayList<>();
        for (int end = batch; end < length; end += batch) {
            int bound = length - end == 1 ? end - BLOCK : end;
            if (bound > reused) {
                bounds.add(bound);
            }
        }
        bounds.add(length);
        return new PrefillPlan(reused, List.copyOf(bounds));
    }

    /** How many leading tokens two prompts share. */
    static int common(int[] first, int firstLength, int[] second) {
        int limit = Math.min(firstLength, second.length);
        int common = 0;
        while (common < limit && first[common] == second[common]) {
            common++;
        }
        return common;
    }
}
