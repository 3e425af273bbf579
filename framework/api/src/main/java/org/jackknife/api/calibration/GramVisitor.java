package org.jackknife.api.calibration;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Compresses matrices as the Gram matrices of their inputs become known. Calls come on one thread. */
@FunctionalInterface
@ConsumerType
public interface GramVisitor {

    /**
     * Takes one input and treats the matrices that read it.
     *
     * @throws IOException if the result cannot be written
     */
    void visit(MatrixInput input) throws IOException;

    /**
     * The new weights of a matrix that an earlier, interrupted compression finished: a sequential calibration puts them
     * into the model and does not visit the matrix again.
     *
     * @param expert the expert's number, 0 for a matrix without experts
     * @return row-major, shape [outputs][width]; empty for a matrix that is still to be treated
     */
    default Optional<float[]> finished(String tensor, int expert) throws IOException {
        return Optional.empty();
    }
}
