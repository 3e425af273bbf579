package org.jackknife.compression;

import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * A matrix-wise method that zeroes weights and stores the result in the type of the source (F16 where that was
 * quantised): zeros take as many bits as any other weight until a later method stores them in less.
 *
 * @param <O> the options record
 */
public abstract class PruningMethod<O extends Record> extends MatrixMethod<O> {

    /** The part of the options that says how much becomes zero. */
    protected abstract PruningOptions pruning(O options);

    /**
     * Zeroes weights of a matrix in place, and changes others where the method makes up for the loss.
     *
     * @param matrix its row length is a multiple of the pattern's group
     * @param sparsity the fraction that this matrix loses
     */
    protected abstract void prune(Matrix matrix, Inputs inputs, double sparsity, O options, MatrixWork work);

    @Override
    protected final TensorType typeOf(TensorSpec tensor, O options) {
        return pruning(options).typeFor(tensor);
    }

    @Override
    protected final void compress(Matrix matrix, Inputs inputs, O options, MatrixWork work) {
        prune(matrix, inputs, pruning(options).sparsityOf(matrix.tensor()), options, work);
        work.encode(matrix);
    }
}
