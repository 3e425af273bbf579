package org.jackknife.compression;

import java.util.List;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Option;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * Says how many weights become zero; a component of the options of every {@link PruningMethod}.
 *
 * @param sparsity fraction that becomes zero, for the unstructured pattern
 * @param pattern which weights may go together
 * @param override {@code REGEX=SPARSITY}, first match wins
 */
public record PruningOptions(
        @Option(
                        value = "Fraction of the weights that becomes zero; n:m patterns fix it to one half.",
                        unit = "fraction",
                        defaultValue = "0.5",
                        min = 0,
                        max = 1)
                double sparsity,
        @Option(value = "Which weights may go: any, or n of every m neighbours in a row.", defaultValue = "unstructured")
                MaskPattern pattern,
        @Option(value = "Sparsity for tensors by name, as REGEX=SPARSITY; the first match wins.", defaultValue = "")
                List<String> override) {

    /** Checks that pattern and sparsities go together. */
    public PruningOptions {
        if (pattern.structured() && sparsity != 0.5) {
            throw new IllegalArgumentException(
                    "pattern %s zeroes one half; sparsity is %s, leave it out".formatted(pattern, sparsity));
        }
        if (pattern.structured() && !override.isEmpty()) {
            throw new IllegalArgumentException(
                    "pattern %s zeroes one half of every matrix; leave override out, or exclude tensors".formatted(pattern));
        }
        Overrides.parse(override, PruningOptions::fraction);
    }

    /** The sparsity of a tensor. */
    public double sparsityOf(String tensor) {
        return Overrides.parse(override, PruningOptions::fraction).of(tensor).orElse(sparsity);
    }

    /**
     * The type of a tensor that is pruned: its own, or F16 where that is quantised.
     *
     * @throws MethodException if the pattern cannot divide its rows; the message says what to change
     */
    public TensorType typeFor(TensorSpec tensor) {
        if (pattern.structured() && tensor.shape().getFirst() % pattern.group() != 0) {
            throw new MethodException("tensor %s has rows of %d weights, which pattern %s cannot divide; exclude it"
                    .formatted(tensor.name(), tensor.shape().getFirst(), pattern));
        }
        return tensor.type().quantized() ? TensorType.F16 : tensor.type();
    }

    private static double fraction(String written) {
        try {
            double fraction = Double.parseDouble(written);
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is no number; a sparsity is one from 0 to 1".formatted(written), e);
        }
        throw new IllegalArgumentException("sparsity %s is not allowed; it must be 0 to 1".formatted(written));
    }
}
