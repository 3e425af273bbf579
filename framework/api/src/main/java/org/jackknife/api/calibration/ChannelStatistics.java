package org.jackknife.api.calibration;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the input channels of all matrices of a model saw on a corpus. Immutable. */
@ProviderType
public interface ChannelStatistics {

    /** Which corpus, in words, for reports. */
    String corpus();

    /** The fingerprint of model, corpus, template and version. */
    String fingerprint();

    /**
     * The channels of a matrix.
     *
     * @param tensor its name, such as {@code blk.0.attn_q.weight}
     * @return empty where the corpus never reached the matrix
     */
    Optional<Channels> of(String tensor);

    /**
     * Some input rows of a matrix, drawn evenly from all that it saw, to measure output errors on.
     *
     * @param expert the expert's number, 0 for a matrix without experts
     * @return row-major, shape [rows][width]; empty where the corpus never reached the matrix
     */
    Optional<float[]> rows(String tensor, int expert);
}
