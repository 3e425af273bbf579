package org.jackknife.api.method;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;

/**
 * A method that treats tensors one by one and leaves their types as they are: decode, change, encode.
 *
 * <p>Memory: one tensor in F32 and one in its own type. Tensors that are not touched are copied byte for byte.
 *
 * @param <O> the options record
 */
public abstract class TensorMethod<O extends Record> implements Method<O> {

    /** Whether the tensor is changed at all. */
    protected abstract boolean touches(TensorInfo tensor, O options);

    /**
     * Changes the weights in place.
     *
     * @param weights row-major, shape [rows][rowLength]: a row holds the weights of one output channel
     */
    protected abstract void transform(float[] weights, TensorInfo tensor, O options, MethodContext context);

    /** What {@link #transform} costs, beside decoding and storing, for one tensor: one look at each weight unless told. */
    protected MethodCost transformCost(TensorSpec tensor, O options) {
        return MethodCost.visiting(tensor.elements());
    }

    @Override
    public final MethodCost cost(O options, GgufMetadata metadata, List<TensorSpec> tensors) {
        MethodCost cost = MethodCost.NONE;
        for (TensorSpec tensor : tensors) {
            if (touches(new TensorInfo(tensor, 0, 0), options)) {
                cost = cost.plus(StorageCost.of(tensor, tensor.type())).plus(transformCost(tensor, options));
            }
        }
        return cost;
    }

    @Override
    public final void compress(O options, MethodContext context) throws IOException {
        Gguf source = context.source();
        List<TensorSpec> specs = source.tensors().stream().map(TensorInfo::spec).toList();
        try (GgufWriter writer = context.create(source.metadata(), specs)) {
            int done = 0;
            for (TensorInfo tensor : source.tensors()) {
                context.progress().at(done++, specs.size(), tensor.name());
                if (writer.isComplete(tensor.name())) {
                    continue;
                }
                if (touches(tensor, options)) {
                    change(tensor, options, context, writer);
                } else {
                    writer.write(tensor.name(), source.data(tensor));
                }
                source.unload(tensor);
            }
            writer.commit();
            context.progress().at(done, specs.size(), "written");
        }
    }

    private void change(TensorInfo tensor, O options, MethodContext context, GgufWriter writer) throws IOException {
        float[] weights = decoded(tensor, context);
        float[] before = weights.clone();
        transform(weights, tensor, options, context);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment encoded = arena.allocate(tensor.byteSize());
            context.codec().encode(tensor.type(), weights, Math.toIntExact(tensor.rowLength()), encoded, null);
            writer.write(tensor.name(), encoded);
            context.codec().decode(tensor.type(), encoded, weights);
        }
        WeightChange change = new WeightChange();
        change.add(before, weights, weights.length);
        context.report(change.report(tensor, tensor.type()));
    }

    private static float[] decoded(TensorInfo tensor, MethodContext context) {
        if (tensor.elements() > Integer.MAX_VALUE - 8) {
            throw new MethodException("tensor %s has %d weights, more than the %d that fit one array; exclude it"
                    .formatted(tensor.name(), tensor.elements(), Integer.MAX_VALUE - 8));
        }
        if (!context.codec().supports(tensor.type())) {
            throw new MethodException("tensor %s is of type %s, which cannot be decoded here; start from an F16 or F32 model"
                    .formatted(tensor.name(), tensor.type()));
        }
        float[] weights = new float[(int) tensor.elements()];
        context.codec().decode(tensor.type(), context.source().data(tensor), weights);
        return weights;
    }
}
