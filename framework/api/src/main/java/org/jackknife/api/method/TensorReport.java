package org.jackknife.api.method;

import java.util.Optional;
import org.jackknife.gguf.TensorType;

/**
 * What a method did to one tensor.
 *
 * @param tensor the tensor's name
 * @param from its type in the source
 * @param to its type in the result
 * @param bytes its size in the result
 * @param relativeError Frobenius norm of the change over the norm of the source, 0 where nothing changed
 * @param outputError the same of the matrix's outputs on calibration data, ‖XΔWᵀ‖/‖XWᵀ‖; of large matrices on some rows,
 *     evenly spread; empty where there were none
 * @param zeroFraction fraction of weights that are exactly zero in the result, 0 to 1
 * @param note anything worth knowing, such as a fallback that was taken; may be empty
 */
public record TensorReport(
        String tensor,
        TensorType from,
        TensorType to,
        long bytes,
        double relativeError,
        Optional<Double> outputError,
        double zeroFraction,
        String note) {

    /** The same with an error of outputs. */
    public TensorReport withOutputError(double error) {
        return new TensorReport(tensor, from, to, bytes, relativeError, Optional.of(error), zeroFraction, note);
    }

    /** The same with a note. */
    public TensorReport withNote(String text) {
        return new TensorReport(tensor, from, to, bytes, relativeError, outputError, zeroFraction, text);
    }
}
