package org.jackknife.compression.folding;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.method.MethodContext;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.gguf.TensorType;
import org.osgi.annotation.versioning.ProviderType;

/** One compression by folding, as a {@link Folder} sees it. */
@ProviderType
public interface FoldingWork {

    /**
     * The groups that are to be decided: those with a chosen reader, without those whose tensors an earlier, interrupted
     * compression stored completely.
     */
    List<FoldGroup> groups();

    /** Why a group can have no scales, such as a part of it that is excluded; empty where it can. */
    Optional<String> obstacle(FoldGroup group);

    /** Whether a tensor is chosen, and so rounded; other readers are scaled only. */
    boolean chosen(String tensor);

    /** The type in which a tensor is stored. */
    TensorType type(String tensor);

    /**
     * The weights of a matrix as the source has them.
     *
     * @throws org.jackknife.api.method.MethodException if a weight is not finite
     */
    Matrix matrix(MatrixId id);

    /** What the channels of all matrices of the source saw. */
    ChannelStatistics statistics();

    /** The compression that this is. */
    MethodContext context();

    /** Tells what is being decided, for a search that takes its time. */
    void progress(String what);

    /** Spreads rows over the threads of the compression. */
    RowWorkers workers();

    /**
     * Gives a group its scales and stores the tensors that are decided now.
     *
     * @param scales one for each channel of the producer, finite and above 0
     * @param note what the reports of its readers say about it
     * @throws IllegalArgumentException if the group has an {@link #obstacle}, or was decided before
     */
    void fold(FoldGroup group, float[] scales, String note) throws IOException;

    /**
     * Leaves a group without scales and stores the tensors that are decided now.
     *
     * @param note what the reports of its readers say about it; may be empty
     * @throws IllegalArgumentException if the group was decided before
     */
    void leave(FoldGroup group, String note) throws IOException;
}
