package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jackknife.api.engine.EngineException;
import org.jackknife.gguf.TensorType;

/** Writes into the weights of a loaded model, in the type that each is stored in. */
final class LoadedWeights {

    private static final float LARGEST_HALF = 65_504;

    private final NativeModel model;
    private final GraphNodes nodes;
    private final Map<String, MemorySegment> tensors;

    /** @param tensors the model's tensors by name */
    LoadedWeights(NativeModel model, GraphNodes nodes, Map<String, MemorySegment> tensors) {
        this.model = model;
        this.nodes = nodes;
        this.tensors = tensors;
    }

    /** Replaces the matrix of one expert, or the only matrix of a tensor; see {@code TokenSession.replaceWeights}. */
    void replace(String name, int expert, float[] weights) {
        MemorySegment tensor = writable(name);
        TensorType type = plainType(name, tensor);
        int rowLength = Math.toIntExact(nodes.length(tensor, 0));
        long elements = rowLength * nodes.length(tensor, 1);
        if (expert < 0 || expert >= nodes.length(tensor, 2)) {
            throw new IllegalArgumentException("tensor %s has %d matrices, and there is no number %d"
                    .formatted(name, nodes.length(tensor, 2), expert));
        }
        if (weights.length != elements) {
            throw new IllegalArgumentException("a matrix of %s has %d weights, given are %d"
                    .formatted(name, elements, weights.length));
        }
        if (type == TensorType.F16) {
            requireHalves(name, weights);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment encoded = arena.allocate(type.bytesFor(elements), 64);
            new NativeCodec(model.library()).encode(type, weights, rowLength, encoded, null);
            model.library().ggml().tensorSet(tensor, encoded, expert * encoded.byteSize());
        }
    }

    private MemorySegment writable(String name) {
        if (model.memoryMapped()) {
            throw new EngineException("the weights of %s cannot be replaced: its file is mapped; open it with memoryMap=false"
                    .formatted(model));
        }
        MemorySegment tensor = tensors.get(name);
        if (tensor == null) {
            throw new EngineException("no product of %s has a weight %s".formatted(model, name));
        }
        if (!nodes.name(tensor).equals(name)) {
            throw new EngineException("the weight %s lies in a device's memory; open the model with gpuLayers=0".formatted(name));
        }
        return tensor;
    }

    /** A quantised type would change weights that another method chose for its own grid. */
    private TensorType plainType(String name, MemorySegment tensor) {
        int id = nodes.type(tensor);
        return TensorType.byId(id)
                .filter(type -> type == TensorType.F32 || type == TensorType.F16 || type == TensorType.BF16)
                .orElseThrow(() -> new EngineException(
                        "the weight %s is stored as %s and cannot be replaced; start from an F32, F16 or BF16 model"
                                .formatted(name, TensorType.byId(id).map(Object::toString).orElse("type " + id))));
    }

    private static void requireHalves(String name, float[] weights) {
        for (int i = 0; i < weights.length; i++) {
            if (Math.abs(weights[i]) > LARGEST_HALF) {
                throw new IllegalArgumentException("weight %d of %s is %s, more than the %s that F16 holds"
                        .formatted(i, name, weights[i], LARGEST_HALF));
            }
        }
    }
}
