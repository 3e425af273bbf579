package org.jackknife.compression;

import org.jackknife.api.method.MethodException;
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
        MaskPattern pattern = pruning(options).pattern();
        if (pattern.structured() && tensor.shape().getFirst() % pattern.group() != 0) {
            throw new MethodException("tensor %s has rows of %d weights, which pattern %s cannot divide; exclude it"
                    .formatted(tensor.name(), tensor.shape().getFirst(), pattern));
        }
        return tensor.type().quantized() ? TensorType.F16 : tensor.type();
    }

    @Override
    protected final void compress(Matrix matrix, Inputs inputs, O options, MatrixWork work) {
        PruningOptions pruning = pruning(options);
        double sparsity = pruning.pattern().structured() ? 0.5 : pruning.sparsityOf(matrix.tensor());
        prune(matrix, inputs, sparsity, options, work);
        work.encode(matrix);
    }
}
