package org.jackknife.compression.secondorder;

import java.util.regex.Pattern;
import org.jackknife.api.method.MethodCost;
import org.jackknife.gguf.TensorSpec;

/** What a sweep costs, for plans. */
public final class SweepCost {

    /** Products of a leaf, half of them on average, and some looks to copy, round and compare. */
    private static final int VISITS = 32;

    /** These read what the query or the gate reads, and share its factor. */
    private static final Pattern SHARES_FACTOR = Pattern.compile(".*\\.(attn_[kv]|ffn_up(_exps|_shexp)?)\\.weight");

    private SweepCost() {}

    /** Factorisation and sweep of all matrices of one tensor; memory is that of one matrix. */
    public static MethodCost of(TensorSpec tensor) {
        double width = tensor.shape().get(0);
        double rows = tensor.shape().get(1);
        double matrices = tensor.elements() / (width * rows);
        double factor = SHARES_FACTOR.matcher(tensor.name()).matches() ? 0 : width * width * width / 3;
        // the factor; the weights twice, column by column; a code or a mask
        double memory = Float.BYTES * width * width + (2 * Float.BYTES + 1) * rows * width;
        return MethodCost.computing(matrices * (factor + rows * width * width))
                .plus(MethodCost.visiting(VISITS * (double) tensor.elements()))
                .withMemory((long) memory);
    }
}
