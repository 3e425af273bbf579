package org.jackknife.compression;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.internal.MatrixChoice;
import org.jackknife.compression.internal.MatrixCost;
import org.jackknife.compression.internal.MatrixWalk;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * A method that compresses matrices one by one: what is left to write is its kernel, {@link #compress(Matrix, Inputs,
 * Record, MatrixWork)}.
 *
 * <p>The walk chooses matrices by name, refuses what cannot work before a weight is read, decodes, fetches the data that
 * the method {@linkplain #need asks for}, stores, measures and reports; it goes on after an interruption. Matrices of
 * experts come one by one. Memory: one matrix in single precision and its stored form, beside the data of one input. One
 * kernel runs at a time, on rows in several threads; the bytes do not depend on their number.
 *
 * <p>Where the corpus never reached a matrix, the kernel gets {@link Inputs#unknown} and does what it does
 * {@linkplain #withoutData without data}; the report names the matrix.
 *
 * @param <O> the options record
 */
public abstract class MatrixMethod<O extends Record> implements Method<O> {

    /** The part of the options that chooses matrices. */
    protected abstract MatrixOptions matrices(O options);

    /** What the kernel asks of calibration. */
    protected abstract DataNeed need(O options);

    /** What the kernel does where the data that it asked for is missing, for the report: such as {@code by magnitude}. */
    protected String withoutData(O options) {
        return "without data";
    }

    /**
     * The type in which a chosen tensor is stored.
     *
     * @param tensor a tensor of two or more dimensions, of F32, F16 or BF16, or quantised where the user allows that
     * @throws MethodException if the tensor does not fit the method; the message says what to change
     */
    protected abstract TensorType typeOf(TensorSpec tensor, O options);

    /** The metadata of the result; those of the source unless the method has something to add. */
    protected GgufMetadata metadata(GgufMetadata source, O options) {
        return source;
    }

    /**
     * Compresses one matrix: fills {@link MatrixWork#target}.
     *
     * @param matrix may be changed
     * @param inputs what it saw; unknown where nothing was asked for or the corpus never came here
     */
    protected abstract void compress(Matrix matrix, Inputs inputs, O options, MatrixWork work);

    /**
     * What {@link #compress(Matrix, Inputs, Record, MatrixWork)} costs for all matrices of one tensor, for plans. Two looks
     * at each weight and its type's encoder unless a method says otherwise; memory is what the kernel holds beside the
     * matrix.
     *
     * @param tensor one of those that are chosen
     */
    protected MethodCost kernelCost(TensorSpec tensor, O options) {
        return MatrixCost.plainKernel(tensor, typeOf(tensor, options));
    }

    @Override
    public final List<TensorSpec> plan(O options, GgufMetadata metadata, List<TensorSpec> tensors) {
        return choice(options, tensors).planned(tensors);
    }

    @Override
    public final MethodCost cost(O options, GgufMetadata metadata, List<TensorSpec> tensors) {
        MatrixCost matrices = new MatrixCost(metadata, tensors, choice(options, tensors).types());
        return matrices.of(need(options), tensor -> kernelCost(tensor, options));
    }

    @Override
    public final Optional<CalibrationOptions> calibration(O options) {
        return Optional.ofNullable(need(options).calibration());
    }

    @Override
    public final void compress(O options, MethodContext context) throws IOException {
        Gguf source = context.source();
        List<TensorSpec> tensors =
                source.tensors().stream().map(TensorInfo::spec).toList();
        MatrixChoice choice = choice(options, tensors);
        choice.requireCodec(context);
        MatrixWalk.Job job = new MatrixWalk.Job(
                metadata(source.metadata(), options),
                choice.planned(tensors),
                choice.types(),
                need(options),
                withoutData(options));
        MatrixWalk.run(job, (matrix, inputs, work) -> compress(matrix, inputs, options, work), context);
    }

    private MatrixChoice choice(O options, List<TensorSpec> tensors) {
        return MatrixChoice.of(matrices(options), tensors, tensor -> typeOf(tensor, options));
    }
}
