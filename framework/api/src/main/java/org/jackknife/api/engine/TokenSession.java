package org.jackknife.api.engine;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** Works on tokens instead of messages: what calibrations and analyses stand on. One thread at a time. */
@ConsumerType
public interface TokenSession {

    /** How many tokens the vocabulary has. */
    int vocabularySize();

    /**
     * Splits a text into token ids.
     *
     * @param special whether control tokens written in the text, such as {@code <|im_end|>}, become their ids
     */
    int[] tokenize(String text, boolean special);

    /** The text of token ids, control tokens included. */
    String detokenize(int[] tokens);

    /**
     * The logits after each token, computed from an empty context.
     *
     * @param tokens ids in [0, vocabularySize), at most as many as the context holds
     * @return shape [tokens.length][vocabularySize]
     * @throws ContextLengthException if there are more tokens than the context holds
     * @throws IllegalArgumentException if an id is outside the vocabulary
     */
    float[][] logits(int[] tokens);

    /**
     * Runs the tokens from an empty context and hands over the inputs of matrix products.
     *
     * @param tensors the weight names to watch, such as {@code blk.0.attn_q.weight}; empty for all
     * @throws ContextLengthException as {@link #logits}
     */
    void activations(int[] tokens, Set<String> tensors, ActivationListener listener);

    /** The exponential of the mean negative log-likelihood of each token given those before it; at least two tokens. */
    double perplexity(int[] tokens);
}
