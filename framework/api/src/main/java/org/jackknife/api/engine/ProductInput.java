package org.jackknife.api.engine;

import java.util.List;

/**
 * One input of matrix products in a model's computation: the activations that one or more weight matrices multiply.
 *
 * @param tensors names of the matrices that read it, in the order of the computation; never empty. Query, key and value
 *     read the same one, gate and up another
 * @param width input channels
 * @param experts how many experts' matrices lie in each tensor, of which a router picks some for every row; 0 for
 *     matrices without experts
 */
public record ProductInput(List<String> tensors, int width, int experts) {

    public ProductInput {
        tensors = List.copyOf(tensors);
    }

    /** Whether a router decides which rows a matrix sees. */
    public boolean routed() {
        return experts > 0;
    }
}
