package org.jackknife.api.engine;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives the inputs of a model's matrix products as they are computed. Calls come on one thread. */
@FunctionalInterface
@ConsumerType
public interface ActivationListener {

    /**
     * Receives the inputs of one product.
     *
     * @param tensor the weight's name, such as {@code blk.0.attn_q.weight}
     * @param expert the expert's number for a mixture of experts, otherwise -1
     * @param values row-major, shape [tokens][width]; the array is the listener's to keep
     * @param width input channels of the weight
     */
    void accept(String tensor, int expert, float[] values, int width);
}
