package org.jackknife.compression.secondorder;

import java.lang.foreign.Arena;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;

/**
 * Goes through the columns of a matrix in the order of a {@link HessianFactor}, has a {@link ColumnRule} decide what is
 * stored of each, and makes up for the error in the columns that are left.
 *
 * <p>The columns are halved again and again: the first half is swept, its errors are made up for in the second half by one
 * matrix product, then the second half is swept. The published blocks of 128 columns with lazy updates give the same
 * weights up to rounding; halves give products that are closer to square and touch the weights less often. Weights lie
 * column by column, so that a short loop goes over many rows at once.
 *
 * <p>Rows are independent of each other, and every element is computed the same way on any number of threads.
 */
public final class ColumnSweep {

    private final HessianFactor factor;
    private final RowWorkers workers;
    private final Sweep.Tools tools;

    public ColumnSweep(HessianFactor factor, RowWorkers workers, LinearAlgebra algebra) {
        this.factor = factor;
        this.workers = workers;
        this.tools = new Sweep.Tools(workers, algebra);
    }

    /**
     * Sweeps.
     *
     * @param matrix as wide as the factor; becomes what is stored
     */
    public void run(Matrix matrix, ColumnRule rule) {
        if (matrix.columns() != factor.columns()) {
            throw new IllegalArgumentException("matrix %s has %d columns, the Hessian has %d"
                    .formatted(matrix.tensor(), matrix.columns(), factor.columns()));
        }
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix current = FloatMatrix.allocate(arena, matrix.columns(), matrix.rows());
            FloatMatrix deviation = FloatMatrix.allocate(arena, matrix.columns(), matrix.rows());
            Columns columns = new Columns(matrix, factor, workers);
            columns.read(current);
            deviation.data().copyFrom(current.data());
            new Sweep(rule, factor, current, deviation, tools).run();
            columns.write(current);
        }
    }
}
