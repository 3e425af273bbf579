package org.jackknife.compression.internal;

import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixWork;

/** Compresses one matrix. */
@FunctionalInterface
public interface MatrixKernel {

    /** Fills {@link MatrixWork#target}. */
    void compress(Matrix matrix, Inputs inputs, MatrixWork work);

    /** Brings what was stored back to what it stands for in the source, so that the two can be compared; in place. */
    default void restore(Matrix stored) {}
}
