package org.jackknife.api.engine;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives the inputs of a model's matrix products as they are computed. Calls come on one thread. */
@FunctionalInterface
@ConsumerType
public interface ActivationListener {

    /**
     * Receives rows of one input, once for all matrices that read it. The computation waits meanwhile. An input with
     * experts comes in one call per expert that was chosen, in ascending order.
     */
    void accept(Activations activations);
}
