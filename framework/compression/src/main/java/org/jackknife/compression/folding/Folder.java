package org.jackknife.compression.folding;

import java.io.IOException;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixWork;
import org.osgi.annotation.versioning.ConsumerType;

/** What a {@link FoldingMethod} does in one compression. Calls come on one thread. */
@ConsumerType
public interface Folder {

    /**
     * Decides the groups of {@link FoldingWork#groups}, in any order. A tensor is stored as soon as all groups that it is
     * part of are decided; groups left open at the end get no scales.
     */
    void decide(FoldingWork work) throws IOException;

    /**
     * Stores a chosen matrix: fills {@link MatrixWork#target}.
     *
     * @param folded the scales are in its weights; may be changed
     * @param inputs the channels of its input as the dense model has them, unscaled; unknown where no token came
     */
    void store(Matrix folded, Inputs inputs, MatrixWork work);
}
