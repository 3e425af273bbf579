package org.jackknife.compression.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * The tensors that a method treats, with the types that they get; vectors are never among them.
 *
 * @param types by name, in the order of the file; never empty
 */
public record MatrixChoice(Map<String, TensorType> types) {

    /**
     * Chooses matrices.
     *
     * @param typeOf the type in which a tensor is stored; what it throws is thrown here
     * @throws MethodException if nothing is chosen, or a tensor cannot be read or does not fit its type
     */
    public static MatrixChoice of(
            MatrixOptions matrices, List<TensorSpec> tensors, Function<TensorSpec, TensorType> typeOf) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (TensorSpec tensor : tensors) {
            if (tensor.shape().size() > 1 && matrices.selection().selects(tensor.name())) {
                requireReadable(tensor, matrices);
                TensorType type = typeOf.apply(tensor);
                requireFit(tensor, type);
                types.put(tensor.name(), type);
            }
        }
        if (types.isEmpty()) {
            throw new MethodException(
                    "no matrix of the model is chosen; include and exclude must leave at least one, 'inspect' shows their names");
        }
        return new MatrixChoice(types);
    }

    /** All tensors as the result holds them, in the same order. */
    public List<TensorSpec> planned(List<TensorSpec> tensors) {
        return tensors.stream()
                .map(tensor -> types.containsKey(tensor.name())
                        ? new TensorSpec(tensor.name(), types.get(tensor.name()), tensor.shape())
                        : tensor)
                .toList();
    }

    /** Refuses types that nothing installed decodes or encodes. */
    public void requireCodec(MethodContext context) {
        types.forEach((name, type) -> {
            TensorType from = context.source().tensor(name).orElseThrow().type();
            if (!context.codec().supports(type) || !context.codec().supports(from)) {
                throw new MethodException("tensor %s: nothing installed turns %s into %s; is the llama.cpp bundle there?"
                        .formatted(name, from, type));
            }
        });
    }

    private static void requireReadable(TensorSpec tensor, MatrixOptions matrices) {
        switch (tensor.type()) {
            case F32, F16, BF16 -> {}
            default -> {
                if (!tensor.type().quantized()) {
                    throw new MethodException("tensor %s is of type %s, which holds no weights to compress; exclude it"
                            .formatted(tensor.name(), tensor.type()));
                }
                if (!matrices.dequantise()) {
                    throw new MethodException(
                            "tensor %s is stored as %s already; start from an F16 or F32 model, or set dequantise=true and accept the loss"
                                    .formatted(tensor.name(), tensor.type()));
                }
            }
        }
    }

    private static void requireFit(TensorSpec tensor, TensorType type) {
        if (tensor.shape().getFirst() % type.blockSize() != 0) {
            throw new MethodException("tensor %s has rows of %d weights, type %s takes multiples of %d; choose another type for it, or exclude it"
                    .formatted(tensor.name(), tensor.shape().getFirst(), type, type.blockSize()));
        }
    }
}
