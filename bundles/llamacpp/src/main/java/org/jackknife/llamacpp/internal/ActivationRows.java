package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.Activations;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.gguf.TensorType;

/**
 * Lays the rows of an input one after the other: where they are if they lie so in host memory, otherwise in memory that
 * is used again for the next input. Closing frees that memory.
 */
final class ActivationRows implements AutoCloseable {

    private final GraphNodes nodes;
    private final Ggml ggml;
    private final Arena arena = Arena.ofConfined();
    private MemorySegment copied = MemorySegment.NULL;
    private MemorySegment gathered = MemorySegment.NULL;

    ActivationRows(GraphNodes nodes, Ggml ggml) {
        this.nodes = nodes;
        this.ggml = ggml;
    }

    /** All rows of an input, shape [rows][width]. */
    MemorySegment of(ProductInput input, MemorySegment tensor) {
        requireType(tensor, TensorType.F32, input);
        if (!nodes.isContiguous(tensor, Float.BYTES)) {
            throw new EngineException(
                    "the inputs of %s do not lie together in memory".formatted(input.tensors().getFirst()));
        }
        long bytes = nodes.rows(tensor) * input.width() * Float.BYTES;
        MemorySegment buffer = nodes.buffer(tensor);
        if (buffer.address() != 0 && ggml.bufferIsHost(buffer)) {
            return nodes.data(tensor, bytes);
        }
        copied = room(copied, bytes);
        MemorySegment copy = copied.asSlice(0, bytes);
        ggml.tensorGet(tensor, copy, 0);
        return copy;
    }

    /**
     * Hands the rows over by expert: row (token, slot) belongs to the expert that the router put into that slot.
     *
     * @param tensor the inputs, shape [tokens][1 or used][width]
     * @param ids the experts' numbers, shape [tokens][used]
     */
    void byExpert(ProductInput input, MemorySegment tensor, MemorySegment ids, ActivationListener listener) {
        MemorySegment values = of(input, tensor);
        int[] experts = experts(input, ids);
        int[] starts = starts(experts, input.experts());
        int used = Math.toIntExact(nodes.length(ids, 0));
        int rowsPerToken = Math.toIntExact(nodes.length(tensor, 1));
        long rowBytes = (long) input.width() * Float.BYTES;
        gathered = room(gathered, experts.length * rowBytes);
        int[] next = starts.clone();
        for (int i = 0; i < experts.length; i++) {
            long row = (long) (i / used) * rowsPerToken + (rowsPerToken == 1 ? 0 : i % used);
            MemorySegment.copy(values, row * rowBytes, gathered, next[experts[i]]++ * rowBytes, rowBytes);
        }
        for (int expert = 0; expert < input.experts(); expert++) {
            int count = starts[expert + 1] - starts[expert];
            if (count > 0) {
                MemorySegment rows = gathered.asSlice(starts[expert] * rowBytes, count * rowBytes);
                listener.accept(new Activations(input, expert, count, rows));
            }
        }
    }

    /** The experts' numbers, slot by slot; they are a view into a wider tensor. */
    private int[] experts(ProductInput input, MemorySegment ids) {
        requireType(ids, TensorType.I32, input);
        int used = Math.toIntExact(nodes.length(ids, 0));
        int tokens = Math.toIntExact(nodes.length(ids, 1));
        long stride = nodes.stride(ids, 1);
        MemorySegment bytes = hostCopy(ids, (tokens - 1) * stride + (long) used * Integer.BYTES);
        int[] experts = new int[tokens * used];
        for (int i = 0; i < experts.length; i++) {
            experts[i] = bytes.get(ValueLayout.JAVA_INT, i / used * stride + (long) (i % used) * Integer.BYTES);
            if (experts[i] < 0 || experts[i] >= input.experts()) {
                throw new EngineException("the router of %s chose expert %d of %d"
                        .formatted(input.tensors().getFirst(), experts[i], input.experts()));
            }
        }
        return experts;
    }

    private MemorySegment hostCopy(MemorySegment tensor, long bytes) {
        gathered = room(gathered, bytes);
        MemorySegment copy = gathered.asSlice(0, bytes);
        ggml.tensorGet(tensor, copy, 0);
        return copy;
    }

    /** Where each expert's rows begin when they are sorted by expert; one more for the end. */
    private static int[] starts(int[] experts, int count) {
        int[] starts = new int[count + 1];
        for (int expert : experts) {
            starts[expert + 1]++;
        }
        for (int i = 0; i < count; i++) {
            starts[i + 1] += starts[i];
        }
        return starts;
    }

    private MemorySegment room(MemorySegment old, long bytes) {
        return old.byteSize() >= bytes ? old : arena.allocate(bytes, 64);
    }

    private void requireType(MemorySegment tensor, TensorType expected, ProductInput input) {
        if (nodes.type(tensor) != expected.id()) {
            throw new EngineException("the product with %s has an operand of type %d, expected %s"
                    .formatted(input.tensors().getFirst(), nodes.type(tensor), expected));
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
