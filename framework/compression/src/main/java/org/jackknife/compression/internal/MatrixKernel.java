package org.jackknife.compression.internal;

import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixWork;

/** Compresses one matrix. */
@FunctionalInterface
public interface MatrixKernel {

    /** Fills {@link MatrixWork#target}. */
    void compress(Matrix matrix, Inputs inputs, MatrixWork work);
}
