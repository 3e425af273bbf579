package org.jackknife.compression;

import org.jackknife.api.method.MethodException;

/** Names the tensor where something refuses its weights that knows weights alone. */
public final class NamedTensor {

    private NamedTensor() {}

    /**
     * Works on a tensor.
     *
     * @throws MethodException if the work throws one; its message then begins with the tensor
     */
    public static void run(String tensor, Runnable work) {
        try {
            work.run();
        } catch (MethodException e) {
            throw new MethodException("tensor %s: %s".formatted(tensor, e.getMessage()), e);
        }
    }
}
