package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.gguf.TensorType;

/**
 * Finds out which weights a computation multiplies and which of them read the same input: within one computation, two
 * products share an input when they name the same tensor as their second operand, and the same choice of experts.
 *
 * <p>Left out are products of stacked matrices that are no experts, and operands that are not F32.
 */
final class ProductScan implements NodeVisitor {

    private final GraphNodes nodes;
    private final Map<Operand, Input> inputs = new LinkedHashMap<>();
    private final Map<String, MemorySegment> weights = new HashMap<>();
    /** How often each name was seen. */
    private final Map<String, Integer> names = new HashMap<>();

    ProductScan(GraphNodes nodes) {
        this.nodes = nodes;
    }

    /** The addresses of the inputs and of the experts' numbers; 0 where there are none. */
    private record Operand(long values, long experts) {}

    private record Input(List<String> tensors, int width, int experts, String producer) {}

    @Override
    public boolean wants(MemorySegment node) {
        names.merge(nodes.name(node), 1, Integer::sum);
        if (nodes.isWeightProduct(node)) {
            add(node);
        }
        return false;
    }

    private void add(MemorySegment node) {
        MemorySegment weight = nodes.source(node, 0).orElseThrow();
        MemorySegment values = nodes.source(node, 1).orElseThrow();
        boolean routed = nodes.isRouted(node);
        boolean stacked = nodes.length(weight, 2) * nodes.length(weight, 3) > 1;
        if ((routed || !stacked)
                && nodes.type(values) == TensorType.F32.id()
                && weights.putIfAbsent(nodes.weight(node), weight) == null) {
            long experts = nodes.source(node, 2).map(MemorySegment::address).orElse(0L);
            inputs.computeIfAbsent(
                            new Operand(values.address(), experts),
                            operand -> new Input(
                                    new ArrayList<>(),
                                    Math.toIntExact(nodes.length(weight, 0)),
                                    routed ? Math.toIntExact(nodes.length(weight, 2)) : 0,
                                    nodes.name(values)))
                    .tensors()
                    .add(nodes.weight(node));
        }
    }

    @Override
    public boolean computed(MemorySegment node) {
        throw new IllegalStateException("a scan wants no results");
    }

    /** The inputs in the order of the computation. */
    List<ProductInput> inputs() {
        return inputs.values().stream()
                .map(input -> new ProductInput(input.tensors(), input.width(), input.experts()))
                .toList();
    }

    /** The names of the nodes that produce inputs, by the input's first reader, as far as no other node is called so. */
    Map<String, String> producers() {
        Map<String, String> producers = new HashMap<>();
        for (Input input : inputs.values()) {
            if (names.getOrDefault(input.producer(), 0) == 1) {
                producers.put(input.tensors().getFirst(), input.producer());
            }
        }
        return producers;
    }

    /** The tensors of the weights by name. */
    Map<String, MemorySegment> weights() {
        return Map.copyOf(weights);
    }
}
