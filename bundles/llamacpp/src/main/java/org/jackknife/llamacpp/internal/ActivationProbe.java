package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jackknife.api.engine.EngineException;

/** Shows the nodes of a running computation to a visitor, through llama.cpp's evaluation callback. */
final class ActivationProbe {

    private final GraphNodes nodes;
    private NodeVisitor visitor;
    private Throwable failure;

    ActivationProbe(GraphNodes nodes) {
        this.nodes = nodes;
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

    /** Shows the nodes to this visitor from now on. */
    void watch(NodeVisitor newVisitor) {
        visitor = newVisitor;
        failure = null;
    }

    /** Ends the watch and throws what the visitor threw, if anything. */
    void finish() {
        Throwable thrown = failure;
        visitor = null;
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
        if (visitor == null || failure != null) {
            return false;
        }
        try {
            MemorySegment node = nodes.struct(pointer);
            return ask ? visitor.wants(node) : visitor.computed(node);
        } catch (Throwable t) {
            failure = t;
            return false;
        }
    }
}
