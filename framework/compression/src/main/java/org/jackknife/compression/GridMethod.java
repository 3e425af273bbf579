package org.jackknife.compression;

import java.util.EnumSet;
import java.util.Set;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * A matrix-wise method that rounds weights to the grid of a stored form.
 *
 * @param <O> the options record
 */
public abstract class GridMethod<O extends Record> extends MatrixMethod<O> {

    /** Types whose every block holds 0 exactly, whatever its scale: integers times a scale, without a minimum. */
    private static final Set<TensorType> HOLD_ZERO = EnumSet.of(
            TensorType.Q4_0, TensorType.Q5_0, TensorType.Q8_0, TensorType.Q3_K, TensorType.Q6_K, TensorType.TQ1_0, TensorType.TQ2_0);

    /** The stored form of a tensor of this name. */
    protected abstract GridFormat format(String tensor, O options);

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
        GridFormat format = format(tensor.name(), options);
        if (keepZeros(options) && !HOLD_ZERO.contains(format.type())) {
            throw new MethodException(
                    "tensor %s: %s has no exact zero, so keepZeros=true is not possible; choose a symmetric form, stored as one of %s"
                            .formatted(tensor.name(), format.type(), HOLD_ZERO));
        }
        if (format.span() != GridFormat.WHOLE_ROW && tensor.shape().getFirst() % format.span() != 0) {
            throw new MethodException("tensor %s has rows of %d weights, which groups of %d cannot divide; choose another group or type for it, or exclude it"
                    .formatted(tensor.name(), tensor.shape().getFirst(), format.span()));
        }
        return format.type();
    }

    @Override
    protected GgufMetadata metadata(GgufMetadata source, O options) {
        return QuantizationVersion.in(source);
    }

    @Override
    protected final void compress(Matrix matrix, Inputs inputs, O options, MatrixWork work) {
        GridFormat format = format(matrix.tensor(), options);
        try {
            quantise(matrix, inputs, new PackedMatrix(format, matrix.columns(), work.target()), options, work);
        } catch (MethodException e) {
            // formats know weights alone
            throw new MethodException("tensor %s: %s".formatted(matrix.tensor(), e.getMessage()), e);
        }
    }
}
