package org.jackknife.api.method;

import org.jackknife.gguf.TensorType;

/**
 * What a method did to one tensor.
 *
 * @param tensor the tensor's name
 * @param from its type in the source
 * @param to its type in the result
 * @param bytes its size in the result
 * @param relativeError Frobenius norm of the change over the norm of the source, 0 where nothing changed
 * @param zeroFraction fraction of weights that are exactly zero in the result, 0 to 1
 * @param note anything worth knowing, such as a fallback that was taken; may be empty
 */
public record TensorReport(
        String tensor,
        TensorType from,
        TensorType to,
        long bytes,
        double relativeError,
        double zeroFraction,
        String note) {}
