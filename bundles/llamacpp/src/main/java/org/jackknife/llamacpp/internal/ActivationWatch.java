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
 * threads of ggml gather again. At the last one it ends already with the node that produces the input, where that can be
 * told by its name: the product, often the largest of all, is then not computed.
 */
final class ActivationWatch implements NodeVisitor {

    private final GraphNodes nodes;
    private final ActivationRows rows;
    private final ActivationListener listener;
    /** The wanted inputs by their first reader. */
    private final Map<String, ProductInput> wanted = new HashMap<>();
    private final String lastProducer;
    private String last = "";
    private boolean over;

    /**
     * A watch.
     *
     * @param products all inputs, in the order of the computation
     * @param tensors readers whose inputs are wanted; empty for all
     */
    ActivationWatch(
            GraphNodes nodes,
            ActivationRows rows,
            ProductScan products,
            Set<String> tensors,
            ActivationListener listener) {
        this.nodes = nodes;
        this.rows = rows;
        this.listener = listener;
        for (ProductInput input : products.inputs()) {
            if (tensors.isEmpty() || input.tensors().stream().anyMatch(tensors::contains)) {
                last = input.tensors().getFirst();
                wanted.put(last, input);
            }
        }
        lastProducer = wantsNothing() || wanted.get(last).routed() ? "" : products.producers().getOrDefault(last, "");
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
        return !over && (isLastProducer(node) || nodes.isWeightProduct(node) && wanted.containsKey(nodes.weight(node)));
    }

    private boolean isLastProducer(MemorySegment node) {
        return !lastProducer.isEmpty() && nodes.name(node).equals(lastProducer);
    }

    @Override
    public boolean computed(MemorySegment node) {
        if (isLastProducer(node)) {
            whole(wanted.get(last), node);
            over = true;
            return false;
        }
        String weight = nodes.weight(node);
        ProductInput input = wanted.get(weight);
        MemorySegment values = nodes.source(node, 1).orElseThrow();
        if (input.routed()) {
            rows.byExpert(input, values, nodes.source(node, 2).orElseThrow(), listener);
        } else {
            whole(input, values);
        }
        over = weight.equals(last);
        return !over;
    }

    private void whole(ProductInput input, MemorySegment values) {
        listener.accept(new Activations(input, 0, Math.toIntExact(nodes.rows(values)), rows.of(input, values)));
    }
}
