package org.jackknife.compression.folding;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.internal.FoldWalk;
import org.jackknife.compression.internal.MatrixChoice;
import org.jackknife.compression.internal.MatrixCost;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * A method that scales the input channels of matrices, takes the scales out of what makes those inputs, and then rounds:
 * what is left to write is how scales are chosen and how a matrix is rounded, a {@link Folder}.
 *
 * <p>Chosen matrices are stored in the type that the method says. Other tensors of a group (norms, biases, the router of
 * experts, matrices that are not chosen) are scaled and keep their type. Excluded tensors stay as they are, byte by byte,
 * and their groups get no scales. Reported errors are those of the model as it computes: scales are taken out of the
 * stored weights before these are compared with the source.
 *
 * <p>An interrupted compression goes on with the groups of which a tensor is missing: their scales are found again, and
 * are the same, because nothing but the source and the corpus goes into them.
 *
 * @param <O> the options record
 */
public abstract class FoldingMethod<O extends Record> implements Method<O> {

    /** The part of the options that chooses matrices. */
    protected abstract MatrixOptions matrices(O options);

    /** The part of the options that names the corpus. */
    protected abstract CalibrationOptions corpus(O options);

    /**
     * The type in which a chosen tensor is stored.
     *
     * @param tensor a tensor of two or more dimensions
     * @throws MethodException if the tensor does not fit the method; the message says what to change
     */
    protected abstract TensorType typeOf(TensorSpec tensor, O options);

    /** The metadata of the result; those of the source unless the method has something to add. */
    protected GgufMetadata metadata(GgufMetadata source, O options) {
        return source;
    }

    /** Begins one compression. */
    protected abstract Folder folder(O options, MethodContext context);

    /** What is gathered, for plans: statistics of channels, unless a method gathers more. */
    protected DataNeed need(O options) {
        return DataNeed.channels(corpus(options));
    }

    /**
     * What finding the scales of one chosen tensor and rounding it cost, for plans. Two looks at each weight and its type's
     * encoder unless a method says otherwise; memory is what is held beside the matrix.
     *
     * @param tensor one of those that are chosen
     */
    protected MethodCost foldingCost(TensorSpec tensor, O options) {
        return MatrixCost.plainKernel(tensor, typeOf(tensor, options));
    }

    @Override
    public final List<TensorSpec> plan(O options, GgufMetadata metadata, List<TensorSpec> tensors) {
        requireDenseInputs(options);
        // refuses architectures whose groups are not known
        FoldMap.of(metadata, tensors);
        return choice(options, tensors).planned(tensors);
    }

    @Override
    public final MethodCost cost(O options, GgufMetadata metadata, List<TensorSpec> tensors) {
        MatrixCost matrices = new MatrixCost(metadata, tensors, choice(options, tensors).types());
        return matrices.of(need(options), tensor -> foldingCost(tensor, options));
    }

    @Override
    public final Optional<CalibrationOptions> calibration(O options) {
        return Optional.of(corpus(options));
    }

    @Override
    public final void compress(O options, MethodContext context) throws IOException {
        requireDenseInputs(options);
        List<TensorSpec> tensors =
                context.source().tensors().stream().map(TensorInfo::spec).toList();
        MatrixChoice choice = choice(options, tensors);
        choice.requireCodec(context);
        FoldWalk.Job job = new FoldWalk.Job(
                metadata(context.source().metadata(), options),
                choice,
                matrices(options).selection(),
                corpus(options),
                folder(options, context));
        FoldWalk.run(job, context);
    }

    private MatrixChoice choice(O options, List<TensorSpec> tensors) {
        return MatrixChoice.of(matrices(options), tensors, tensor -> typeOf(tensor, options));
    }

    private void requireDenseInputs(O options) {
        if (corpus(options).sequential()) {
            throw new MethodException(
                    "sequential=true: scales are found on what the dense model computes, as published; leave it out");
        }
    }
}
