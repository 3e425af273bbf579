package org.jackknife.api.method;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.plugin.Configurable;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes a model's weights or their storage: reads one GGUF, writes another.
 *
 * <p>A method streams: it holds no more than a few tensors at a time, so that memory is set by the largest layer and
 * not by the model. The same source, options and seed give the same bytes. One instance serves many calls, possibly at
 * once; it keeps nothing between them. Extend {@link TensorMethod} where tensors can be treated one by one.
 *
 * @param <O> the options record
 */
@ConsumerType
public interface Method<O extends Record> extends Configurable<O> {

    /** The version of the algorithm: part of every variant's fingerprint, so change it when the bytes change. */
    String version();

    /** The publication or format that the method follows, such as {@code arXiv:2306.11695}; empty where there is none. */
    default String source() {
        return "";
    }

    /**
     * Tells what {@link #compress} would write, from the declarations alone and without touching a weight: what plans
     * take file sizes from, and where a method refuses in advance what it would refuse later.
     *
     * @param metadata the metadata of the source
     * @param tensors the tensors of the source, in file order
     * @return the tensors of the result; the same ones where types and shapes stay as they are
     * @throws MethodException as {@link #compress}, as far as it can be known before the weights are read
     */
    default List<TensorSpec> plan(O options, GgufMetadata metadata, List<TensorSpec> tensors) {
        return tensors;
    }

    /**
     * The calibration that {@link #compress} asks for with these options: its corpus goes into the variant's fingerprint.
     * Empty where it asks for none, and then the context gives it none.
     */
    default Optional<CalibrationOptions> calibration(O options) {
        return Optional.empty();
    }

    /**
     * Tells what {@link #compress} would cost, from the declarations alone: what plans take time and memory from. Unless a
     * method says otherwise, every tensor that {@link #plan} changes is decoded, stored by ggml's encoder and measured.
     *
     * @param metadata as for {@link #plan}, like the rest
     * @throws MethodException as {@link #plan}
     */
    default MethodCost cost(O options, GgufMetadata metadata, List<TensorSpec> tensors) {
        return StorageCost.of(tensors, plan(options, metadata, tensors));
    }

    /**
     * Compresses the model of the context.
     *
     * @throws MethodException if the model or the options do not fit the method; the message says what to change
     * @throws IOException if reading or writing fails
     */
    void compress(O options, MethodContext context) throws IOException;
}
