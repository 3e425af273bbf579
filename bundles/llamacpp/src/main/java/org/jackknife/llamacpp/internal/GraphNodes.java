package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Reads the nodes of a computation ({@code ggml_tensor}). Of a product node, {@code src[0]} is the weight, under its name
 * in the file, and {@code src[1]} holds the inputs; a product over experts has the experts' numbers in {@code src[2]}.
 */
final class GraphNodes {

    private static final String WEIGHT_SUFFIX = ".weight";

    private final StructTable table;
    private final NativeLayout.Ops ops;

    GraphNodes(NativeLayout layout) {
        table = layout.structs().tensor();
        ops = layout.ops();
    }

    /** A pointer from the library as a struct that can be read. */
    MemorySegment struct(MemorySegment pointer) {
        return pointer.reinterpret(table.size());
    }

    /** Whether a node is a product with a weight of the file: attention multiplies keys and values as well. */
    boolean isWeightProduct(MemorySegment node) {
        int op = node.get(ValueLayout.JAVA_INT, table.at("op"));
        return (op == ops.mulMat() || op == ops.mulMatId()) && weight(node).endsWith(WEIGHT_SUFFIX);
    }

    /** Whether a product's rows go to experts. */
    boolean isRouted(MemorySegment node) {
        return node.get(ValueLayout.JAVA_INT, table.at("op")) == ops.mulMatId();
    }

    /** The name of a product's weight; a copy that a device was given carries it between two number signs. */
    String weight(MemorySegment node) {
        String name = source(node, 0).map(this::name).orElse("");
        int start = name.indexOf('#') + 1;
        int end = name.indexOf('#', start);
        return start == 0 ? name : name.substring(start, end < 0 ? name.length() : end);
    }

    Optional<MemorySegment> source(MemorySegment node, int index) {
        MemorySegment source = node.get(ValueLayout.ADDRESS, table.at("src") + (long) index * Long.BYTES);
        return source.address() == 0 ? Optional.empty() : Optional.of(struct(source));
    }

    String name(MemorySegment tensor) {
        return tensor.getString(table.at("name"));
    }

    int type(MemorySegment tensor) {
        return tensor.get(ValueLayout.JAVA_INT, table.at("type"));
    }

    /** The length of a dimension, 0 to 3, the fastest varying first. */
    long length(MemorySegment tensor, int dimension) {
        return tensor.get(ValueLayout.JAVA_LONG, table.at("ne") + (long) dimension * Long.BYTES);
    }

    /** The bytes between two elements of a dimension. */
    long stride(MemorySegment tensor, int dimension) {
        return tensor.get(ValueLayout.JAVA_LONG, table.at("nb") + (long) dimension * Long.BYTES);
    }

    /** Rows over all dimensions but the first. */
    long rows(MemorySegment tensor) {
        return length(tensor, 1) * length(tensor, 2) * length(tensor, 3);
    }

    /** Whether elements of so many bytes lie one after the other without gaps. */
    boolean isContiguous(MemorySegment tensor, int elementBytes) {
        long expected = elementBytes;
        for (int dimension = 0; dimension < 4; dimension++) {
            if (stride(tensor, dimension) != expected) {
                return false;
            }
            expected *= length(tensor, dimension);
        }
        return true;
    }

    /** The buffer that a tensor lies in; a null pointer where it tells none. */
    MemorySegment buffer(MemorySegment tensor) {
        return tensor.get(ValueLayout.ADDRESS, table.at("buffer"));
    }

    /** The first byte of a tensor's data. */
    MemorySegment data(MemorySegment tensor, long bytes) {
        return tensor.get(ValueLayout.ADDRESS, table.at("data")).reinterpret(bytes);
    }
}
