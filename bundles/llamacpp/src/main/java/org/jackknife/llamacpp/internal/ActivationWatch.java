package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.Activations;
import org.jackknife.api.engine.ProductInput;

/**
 * Hands the inputs of products to a listener and ends the computation after the last one that is wanted.
 *
 * <p>The computation pauses once per input, at the first product that reads it: every pause costs the time in which the
 * threads of ggml gather again.
 */
final class ActivationWatch implements NodeVisitor {

    private final GraphNodes nodes;
    private final ActivationRows rows;
    private final ActivationListener listener;
    /** The wanted inputs by their first reader. */
    private final Map<String, ProductInput> wanted = new HashMap<>();
    private String last = "";
    private boolean over;

    /**
     * A watch.
     *
     * @param inputs all inputs, in the order of the computation
     * @param tensors readers whose inputs are wanted; empty for all
     */
    ActivationWatch(
            GraphNodes nodes,
            ActivationRows rows,
            List<ProductInput> inputs,
            Set<String> tensors,
            ActivationListener listener) {
        this.nodes = nodes;
        this.rows = rows;
        this.listener = listener;
        for (ProductInput input : inputs) {
            if (tensors.isEmpty() || input.tensors().stream().anyMatch(tensors::contains)) {
                last = input.tensors().getFirst();
                wanted.put(last, input);
            }
        }
    }

    boolean wantsNothing() {
        return wanted.isEmpty();
    }

    /** Begins the next batch. */
    void restart() {
        over = false;
    }

    @Override
    public boolean wants(MemorySegment node) {
        return !over && wanted.containsKey(nodes.weight(node));
    }

    @Override
    public boolean computed(MemorySegment node) {
        String weight = nodes.weight(node);
        ProductInput input = wanted.get(weight);
        MemorySegment values = nodes.source(node, 1).orElseThrow();
        if (input.routed()) {
            rows.byExpert(input, values, nodes.source(node, 2).orElseThrow(), listener);
        } else {
            MemorySegment all = rows.of(input, values);
            listener.accept(new Activations(input, 0, Math.toIntExact(nodes.rows(values)), all));
        }
        over = weight.equals(last);
        return !over;
    }
}
