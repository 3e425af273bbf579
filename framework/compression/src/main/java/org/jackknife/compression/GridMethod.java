package org.jackknife.compression;

import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.StoredForm;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * A matrix-wise method that rounds weights to the grid of a stored form.
 *
 * @param <O> the options record
 */
public abstract class GridMethod<O extends Record> extends MatrixMethod<O> {

    /** The stored form of a tensor of this name. */
    protected abstract StoredForm form(String tensor, O options);

    /** Whether weights that are exactly zero must stay so, as those of a pruned model. */
    protected abstract boolean keepZeros(O options);

    /**
     * Rounds a matrix and puts every span of it.
     *
     * @param matrix may be changed
     * @param target takes the spans
     */
    protected abstract void quantise(Matrix matrix, Inputs inputs, PackedMatrix target, O options, MatrixWork work);

    @Override
    protected final TensorType typeOf(TensorSpec tensor, O options) {
        return form(tensor.name(), options).typeFor(tensor, keepZeros(options));
    }

    @Override
    protected GgufMetadata metadata(GgufMetadata source, O options) {
        return QuantizationVersion.in(source);
    }

    @Override
    protected final void compress(Matrix matrix, Inputs inputs, O options, MatrixWork work) {
        GridFormat format = form(matrix.tensor(), options).format(work.codec(), keepZeros(options));
        PackedMatrix target = new PackedMatrix(format, matrix.columns(), work.target());
        NamedTensor.run(matrix.tensor(), () -> quantise(matrix, inputs, target, options, work));
    }
}
