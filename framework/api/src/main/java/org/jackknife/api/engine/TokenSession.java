package org.jackknife.api.engine;

import java.util.List;
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

    /** The inputs of all products with weight matrices, in the order of the computation. */
    List<ProductInput> inputs();

    /**
     * Runs the tokens from an empty context and hands over the inputs of matrix products. Nothing is computed beyond the
     * last one that is wanted.
     *
     * @param tensors names of the matrices whose inputs are wanted, such as {@code blk.0.attn_q.weight}; empty for all.
     *     A name that no product has is passed over
     * @throws ContextLengthException as {@link #logits}
     */
    void activations(int[] tokens, Set<String> tensors, ActivationListener listener);

    /**
     * Puts other weights into the loaded model, for this and every other session on it; the file stays as it is. They
     * are rounded to the type that the tensor is stored in.
     *
     * @param expert the expert's number, 0 for a matrix without experts
     * @param weights row-major, shape [outputs][inputs], of this expert alone
     * @throws EngineException if this engine or the way the model was opened does not allow it, if no product has such a
     *     tensor, or if its type is a quantised one, which would change the weights beyond rounding
     * @throws IllegalArgumentException if there are more or fewer weights than the matrix has, or one that its type
     *     cannot hold
     */
    void replaceWeights(String tensor, int expert, float[] weights);

    /** The exponential of the mean negative log-likelihood of each token given those before it; at least two tokens. */
    double perplexity(int[] tokens);
}
