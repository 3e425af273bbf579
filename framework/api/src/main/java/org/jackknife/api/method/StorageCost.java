package org.jackknife.api.method;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** What it costs to store tensors in another form. */
final class StorageCost {

    /** Decoded once; stored weights are decoded again and compared with what they were. */
    private static final int VISITS = 3;

    private StorageCost() {}

    /** The cost of all planned tensors that the source does not hold just so. */
    static MethodCost of(List<TensorSpec> source, List<TensorSpec> planned) {
        Map<String, TensorSpec> before = new HashMap<>();
        source.forEach(tensor -> before.put(tensor.name(), tensor));
        MethodCost cost = MethodCost.NONE;
        for (TensorSpec tensor : planned) {
            if (!tensor.equals(before.get(tensor.name()))) {
                cost = cost.plus(of(before.getOrDefault(tensor.name(), tensor), tensor.type()));
            }
        }
        return cost;
    }

    /** The cost of one tensor: in single precision before and after, and stored. */
    static MethodCost of(TensorSpec source, TensorType type) {
        long weights = source.elements();
        return MethodCost.encoding(type, weights)
                .plus(MethodCost.visiting(VISITS * (double) weights))
                .withMemory(2 * Float.BYTES * weights + source.byteSize() + type.bytesFor(weights));
    }
}
