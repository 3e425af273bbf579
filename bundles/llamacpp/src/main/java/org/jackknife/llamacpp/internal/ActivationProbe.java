package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.EngineException;
import org.jackknife.gguf.TensorType;

/**
 * Copies the inputs of matrix products out of a running computation, through llama.cpp's evaluation callback.
 *
 * <p>Of a product node, {@code src[0]} is the weight, under its name in the file, and {@code src[1]} holds the inputs.
 * A product over experts has the inputs as [width, 1 or used, tokens] and the experts' numbers in {@code src[2]} as
 * [used, tokens].
 */
final class ActivationProbe {

    private static final String WEIGHT_SUFFIX = ".weight";

    private final Ggml ggml;
    private final NativeLayout.Ops ops;
    private final StructTable table;
    private Set<String> wanted = Set.of();
    private ActivationListener listener;
    private Throwable failure;

    ActivationProbe(NativeLibrary library) {
        ggml = library.ggml();
        ops = library.layout().ops();
        table = library.layout().structs().tensor();
    }

    /** The function pointer for {@code cb_eval}. */
    MemorySegment callback(Arena arena) {
        try {
            var handle = MethodHandles.lookup()
                    .bind(this, "node", MethodType.methodType(
                            boolean.class, MemorySegment.class, boolean.class, MemorySegment.class));
            return Linker.nativeLinker().upcallStub(
                    handle,
                    FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ValueLayout.ADDRESS, ValueLayout.JAVA_BOOLEAN,
                            ValueLayout.ADDRESS),
                    arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands the products of these weights to the listener from now on; an empty set stands for all. */
    void watch(Set<String> tensors, ActivationListener target) {
        wanted = Set.copyOf(tensors);
        listener = target;
        failure = null;
    }

    /** Ends the watch and throws what the listener threw, if anything. */
    void finish() {
        Throwable thrown = failure;
        listener = null;
        failure = null;
        switch (thrown) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new EngineException("activations could not be read: " + thrown.getMessage(), thrown);
        }
    }

    boolean failed() {
        return failure != null;
    }

    /**
     * Called by llama.cpp for every node: first with {@code ask} whether its result is wanted, then with the result.
     * An exception that left here would end the process, so it is kept and thrown by {@link #finish}.
     */
    @SuppressWarnings("unused")
    private boolean node(MemorySegment pointer, boolean ask, MemorySegment userData) {
        if (listener == null || failure != null) {
            return false;
        }
        try {
            MemorySegment node = pointer.reinterpret(table.size());
            int op = node.get(ValueLayout.JAVA_INT, table.at("op"));
            if (op != ops.mulMat() && op != ops.mulMatId()) {
                return false;
            }
            String weight = source(node, 0).map(this::name).orElse("");
            if (!isWanted(weight)) {
                return false;
            }
            if (!ask) {
                read(node, op, weight);
            }
            return true;
        } catch (Throwable t) {
            failure = t;
            return false;
        }
    }

    private boolean isWanted(String weight) {
        return wanted.isEmpty() ? weight.endsWith(WEIGHT_SUFFIX) : wanted.contains(weight);
    }

    private void read(MemorySegment node, int op, String weight) {
        MemorySegment input = source(node, 1).orElseThrow();
        requireType(input, TensorType.F32, weight);
        float[] values = floats(input, weight);
        int width = Math.toIntExact(length(input, 0));
        if (op == ops.mulMat()) {
            listener.accept(weight, -1, values, width);
        } else {
            byExpert(weight, values, input, source(node, 2).orElseThrow());
        }
    }

    /** Splits the rows by expert: row (token, slot) belongs to the expert that the router put into that slot. */
    private void byExpert(String weight, float[] values, MemorySegment input, MemorySegment ids) {
        requireType(ids, TensorType.I32, weight);
        int width = Math.toIntExact(length(input, 0));
        int rowsPerToken = Math.toIntExact(length(input, 1));
        int used = Math.toIntExact(length(ids, 0));
        int tokens = Math.toIntExact(length(ids, 1));
        TreeMap<Integer, float[]> rows = new TreeMap<>();
        for (int token = 0; token < tokens; token++) {
            int[] experts = experts(ids, token, used);
            for (int slot = 0; slot < used; slot++) {
                int row = token * rowsPerToken + (rowsPerToken == 1 ? 0 : slot);
                float[] one = Arrays.copyOfRange(values, row * width, (row + 1) * width);
                rows.merge(experts[slot], one, ActivationProbe::joined);
            }
        }
        rows.forEach((expert, inputs) -> listener.accept(weight, expert, inputs, width));
    }

    private int[] experts(MemorySegment ids, int token, int used) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment row = arena.allocate(ValueLayout.JAVA_INT, used);
            // the ids are a view into a wider tensor: each token's lie together, one stride apart
            ggml.tensorGet(ids, row, token * stride(ids, 1));
            return row.toArray(ValueLayout.JAVA_INT);
        }
    }

    private float[] floats(MemorySegment tensor, String weight) {
        long elements = length(tensor, 0) * length(tensor, 1) * length(tensor, 2) * length(tensor, 3);
        boolean contiguous = stride(tensor, 0) == Float.BYTES
                && stride(tensor, 1) == stride(tensor, 0) * length(tensor, 0)
                && stride(tensor, 2) == stride(tensor, 1) * length(tensor, 1)
                && stride(tensor, 3) == stride(tensor, 2) * length(tensor, 2);
        if (!contiguous) {
            throw new EngineException("the inputs of %s do not lie together in memory".formatted(weight));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(ValueLayout.JAVA_FLOAT, elements);
            ggml.tensorGet(tensor, copy, 0);
            return copy.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private void requireType(MemorySegment tensor, TensorType expected, String weight) {
        int type = tensor.get(ValueLayout.JAVA_INT, table.at("type"));
        if (type != expected.id()) {
            throw new EngineException("the product with %s has an operand of type %d, expected %s"
                    .formatted(weight, type, expected));
        }
    }

    private Optional<MemorySegment> source(MemorySegment node, int index) {
        MemorySegment source = node.get(ValueLayout.ADDRESS, table.at("src") + (long) index * Long.BYTES);
        return source.address() == 0 ? Optional.empty() : Optional.of(source.reinterpret(table.size()));
    }

    private String name(MemorySegment tensor) {
        return tensor.getString(table.at("name"));
    }

    private long length(MemorySegment tensor, int dimension) {
        return tensor.get(ValueLayout.JAVA_LONG, table.at("ne") + (long) dimension * Long.BYTES);
    }

    private long stride(MemorySegment tensor, int dimension) {
        return tensor.get(ValueLayout.JAVA_LONG, table.at("nb") + (long) dimension * Long.BYTES);
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
