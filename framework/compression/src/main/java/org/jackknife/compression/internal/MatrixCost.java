package org.jackknife.compression.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.MethodCost;
import org.jackknife.compression.DataNeed;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * What it costs to walk the matrices of a model and to gather what they see, beside what the kernel does.
 *
 * @param metadata of the source
 * @param tensors of the source
 * @param types of the chosen tensors
 */
public record MatrixCost(GgufMetadata metadata, List<TensorSpec> tensors, Map<String, TensorType> types) {

    /** Decoded and checked; what is stored and what it was are decoded and compared. */
    private static final int VISITS = 5;

    /** Square, magnitude and maximum of each input. */
    private static final int VISITS_PER_INPUT = 3;

    /** The most input rows that output errors are measured on, where there is no Gram matrix. */
    private static final int MEASURED_INPUTS = 128;

    private static final long DEFAULT_CONTEXT = 2048;

    /** Two looks at each weight, and the encoder of its type. */
    public static MethodCost plainKernel(TensorSpec tensor, TensorType type) {
        return MethodCost.visiting(2.0 * tensor.elements()).plus(MethodCost.encoding(type, tensor.elements()));
    }

    /**
     * All of it.
     *
     * @param kernel what is done to the matrices of one tensor; its memory comes on top of the matrix
     */
    public MethodCost of(DataNeed need, Function<TensorSpec, MethodCost> kernel) {
        MethodCost walking = walking();
        MethodCost cost = walking.plus(gathering(need));
        for (TensorSpec tensor : chosen()) {
            MethodCost own = kernel.apply(tensor);
            cost = cost.plus(own.withMemory(walking.memory() + own.memory()));
        }
        return cost;
    }

    /** Decoding and comparing. */
    private MethodCost walking() {
        MethodCost cost = MethodCost.NONE;
        for (TensorSpec tensor : chosen()) {
            TensorType type = types.get(tensor.name());
            long matrix = tensor.shape().get(0) * tensor.shape().get(1);
            cost = cost.plus(MethodCost.visiting(VISITS * (double) tensor.elements())
                    .withMemory(Float.BYTES * matrix + type.bytesFor(matrix) + tensor.byteSize()));
        }
        return cost;
    }

    /** Running the corpus, adding up what the need asks for, and measuring output errors on it. */
    private MethodCost gathering(DataNeed need) {
        if (need.kind() == DataNeed.Kind.NOTHING) {
            return MethodCost.NONE;
        }
        double tokens = tokens(need.calibration());
        MethodCost cost = MethodCost.calibrating(metadata, tensors, tokens);
        boolean grams = need.kind() == DataNeed.Kind.GRAMS;
        Map<String, Long> inputs = new HashMap<>();
        long gramBytes = 0;
        for (TensorSpec tensor : chosen()) {
            long width = tensor.shape().getFirst();
            cost = cost.plus(measuring(tensor, grams));
            if (inputs.put(input(tensor.name()), width) == null) {
                cost = cost.plus(grams
                        ? MethodCost.computing(tokens * width * width)
                        : MethodCost.visiting(VISITS_PER_INPUT * tokens * width));
                gramBytes = Math.max(gramBytes, grams ? Float.BYTES * width * width : 0);
            }
        }
        // the engine has the whole model in memory
        long model = tensors.stream().mapToLong(TensorSpec::byteSize).sum();
        return cost.withMemory(model + gramBytes);
    }

    /** Outputs of the weights and of their change. */
    private static MethodCost measuring(TensorSpec tensor, boolean grams) {
        double rows = tensor.shape().get(1);
        double weights = tensor.elements() * Math.min(rows, MatrixPress.MEASURED_ROWS) / rows;
        return grams
                ? MethodCost.computing(2 * 2 * weights * tensor.shape().getFirst())
                : MethodCost.visiting(2 * MEASURED_INPUTS * weights);
    }

    private List<TensorSpec> chosen() {
        return tensors.stream().filter(tensor -> types.containsKey(tensor.name())).toList();
    }

    private double tokens(CalibrationOptions options) {
        long context = metadata.integer(metadata.string("general.architecture").orElse("") + ".context_length")
                .orElse(DEFAULT_CONTEXT);
        return (double) options.samples() * Math.min(options.length(), context);
    }

    /** Query, key and value read the same input, and so do gate and up. */
    private static String input(String tensor) {
        return tensor.replaceFirst("attn_(q|k|v)\\.", "attn_in.").replaceFirst("ffn_(gate|up)(_exps|_shexp)?\\.", "ffn_in$2.");
    }
}
