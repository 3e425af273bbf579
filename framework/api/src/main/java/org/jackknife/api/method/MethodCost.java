package org.jackknife.api.method;

import java.util.ArrayList;
import java.util.List;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * What a compression costs, as amounts of work: a plan turns them into time by rates that it measured on the machine at
 * hand. Reading the source and writing the result are not counted here; a plan knows both sizes.
 *
 * @param memory bytes that the work holds at its peak, on top of what every worker process takes: decoded weights, stored
 *     tensors, native matrices, and the pages of the tensor that is read
 * @param encoded weights that ggml's encoders store
 * @param visits weights that plain loops look at, each as often as it is looked at; a loop over one multiplication and one
 *     addition counts as one look
 * @param flops floating-point operations of dense products and factorisations
 * @param calibration floating-point operations of the model's own products on the calibration tokens, over all passes
 */
public record MethodCost(
        long memory, List<Encoding> encoded, double visits, double flops, double calibration) {

    /** No work at all. */
    public static final MethodCost NONE = new MethodCost(0, List.of(), 0, 0, 0);

    /**
     * Weights that go through an encoder of ggml.
     *
     * @param type the type they are stored in
     * @param weighted whether the encoder is given an importance, which makes it slower
     * @param weights how many
     */
    public record Encoding(TensorType type, boolean weighted, long weights) {

        private boolean isLike(Encoding other) {
            return type == other.type && weighted == other.weighted;
        }
    }

    public MethodCost {
        encoded = List.copyOf(encoded);
    }

    /** Storing weights by ggml's encoder of a type, without importance. */
    public static MethodCost encoding(TensorType type, long weights) {
        return encoding(type, false, weights);
    }

    /** Storing weights by ggml's encoder of a type. */
    public static MethodCost encoding(TensorType type, boolean weighted, long weights) {
        return new MethodCost(0, List.of(new Encoding(type, weighted, weights)), 0, 0, 0);
    }

    /** Looking at weights in plain loops. */
    public static MethodCost visiting(double visits) {
        return new MethodCost(0, List.of(), visits, 0, 0);
    }

    /** Dense products and factorisations: 2mnk for a product of [m][k] and [k][n]. */
    public static MethodCost computing(double flops) {
        return new MethodCost(0, List.of(), 0, flops, 0);
    }

    /**
     * Running a model on calibration tokens: two operations for each token and weight of its matrices. Of experts, the
     * used ones count; embeddings are looked up and do not.
     *
     * @param tokens over all passes
     */
    public static MethodCost calibrating(GgufMetadata metadata, List<TensorSpec> tensors, double tokens) {
        return new MethodCost(0, List.of(), 0, 0, 2 * tokens * activeWeights(metadata, tensors));
    }

    private static double activeWeights(GgufMetadata metadata, List<TensorSpec> tensors) {
        String architecture = metadata.string("general.architecture").orElse("");
        double used = metadata.integer(architecture + ".expert_used_count").orElse(0L);
        boolean output = tensors.stream().anyMatch(tensor -> tensor.name().equals("output.weight"));
        double weights = 0;
        for (TensorSpec tensor : tensors) {
            boolean product = tensor.name().equals("token_embd.weight") ? !output : tensor.shape().size() > 1;
            if (product) {
                double matrices = tensor.shape().size() > 2 ? tensor.shape().get(2) : 1;
                weights += tensor.elements() / matrices * Math.min(matrices, matrices > 1 ? used : 1);
            }
        }
        return weights;
    }

    /** The same with this much memory. */
    public MethodCost withMemory(long bytes) {
        return new MethodCost(bytes, encoded, visits, flops, calibration);
    }

    /** One piece of work after the other: memory is the larger one's, all else is added. */
    public MethodCost plus(MethodCost next) {
        List<Encoding> both = new ArrayList<>(encoded);
        next.encoded.forEach(encoding -> add(both, encoding));
        return new MethodCost(
                Math.max(memory, next.memory),
                both,
                visits + next.visits,
                flops + next.flops,
                calibration + next.calibration);
    }

    private static void add(List<Encoding> all, Encoding more) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isLike(more)) {
                all.set(i, new Encoding(more.type(), more.weighted(), all.get(i).weights() + more.weights()));
                return;
            }
        }
        all.add(more);
    }
}
