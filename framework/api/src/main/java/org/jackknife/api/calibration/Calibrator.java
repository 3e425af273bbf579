package org.jackknife.api.calibration;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs the model of a compression over a corpus and gathers what its matrices see.
 *
 * <p>What was gathered once for the same model, corpus and options is read from the store and not gathered again.
 */
@ProviderType
public interface Calibrator {

    /**
     * What the input channels of all matrices see.
     *
     * @throws org.jackknife.api.method.MethodException if the corpus cannot be read or is too short; the message says how
     *     long it is and how long it must be
     */
    ChannelStatistics channels(CalibrationOptions options) throws IOException;

    /**
     * Visits the inputs of matrices in the order of the computation, experts in ascending order, as many at a time as
     * {@link #memoryBudget} holds; for the next ones the corpus is run again.
     *
     * <p>A matrix that the computation never reaches is not visited; it is up to the caller to treat it without data.
     *
     * @param tensors names of the matrices whose inputs are wanted
     * @throws org.jackknife.api.method.MethodException as {@link #channels}
     */
    void grams(CalibrationOptions options, Set<String> tensors, GramVisitor visitor) throws IOException;

    /** Bytes that the Gram matrices may take at a time. */
    long memoryBudget();

    /**
     * What is worth knowing about the calibrations so far, such as a length that was cut to the model's context, or
     * experts that no token reached; for reports. Never null.
     */
    default List<String> notes() {
        return List.of();
    }
}
