package org.jackknife.magnitude;

import java.util.List;
import java.util.regex.Pattern;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorMethod;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.magnitude.internal.Pruning;

/**
 * Sets the weights of smallest absolute value to zero: the baseline that every pruning paper measures against (Han et
 * al., arXiv 1506.02626; per layer and n:m as in Sun et al., arXiv 2306.11695).
 *
 * <p>Pruned are the matrices of the blocks; embeddings, norms, biases, routers and the output matrix stay as they are.
 * The file does not shrink: zeros are stored like other weights until a type is chosen that stores them in less.
 */
@Plugin(value = "magnitude", summary = "Sets the smallest weights of each matrix to zero.")
public final class MagnitudeMethod extends TensorMethod<MagnitudeMethod.Options> {

    /** The matrices of transformer blocks that the literature prunes: attention and feed-forward, experts included. */
    private static final Pattern PRUNED =
            Pattern.compile("blk\\.\\d+\\.(attn_(q|k|v|qkv|output)|ffn_(up|down|gate)(_exps|_shexp)?)\\.weight");

    /** Which weights of a row may go together. */
    public enum Mask {
        UNSTRUCTURED("unstructured", 0, 0),
        TWO_OF_FOUR("2:4", 2, 4),
        FOUR_OF_EIGHT("4:8", 4, 8);

        private final String label;
        private final int zeros;
        private final int group;

        Mask(String label, int zeros, int group) {
            this.label = label;
            this.zeros = zeros;
            this.group = group;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * What is pruned.
     *
     * @param sparsity fraction of each matrix that becomes zero, for the unstructured mask
     * @param pattern which weights may go together
     * @param exclude regular expressions; matrices with a matching name stay as they are
     */
    public record Options(
            @Option(
                            value = "Fraction of each matrix that becomes zero; n:m patterns fix it to one half.",
                            unit = "fraction",
                            defaultValue = "0.5",
                            min = 0,
                            max = 1)
                    double sparsity,
            @Option(value = "Which weights may go: any, or n of every m neighbours in a row.", defaultValue = "unstructured")
                    Mask pattern,
            @Option(value = "Regular expressions of tensor names that stay as they are.", defaultValue = "")
                    List<String> exclude) {

        public Options {
            if (pattern != Mask.UNSTRUCTURED && sparsity != 0.5) {
                throw new IllegalArgumentException(
                        "pattern %s zeroes one half; sparsity is %s, leave it out".formatted(pattern, sparsity));
            }
            exclude.forEach(Pattern::compile);
        }
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String source() {
        return "arXiv:1506.02626";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    protected boolean touches(TensorInfo tensor, Options options) {
        return PRUNED.matcher(tensor.name()).matches()
                && options.exclude().stream().noneMatch(name -> Pattern.compile(name).matcher(tensor.name()).find());
    }

    @Override
    protected void transform(float[] weights, TensorInfo tensor, Options options, MethodContext context) {
        requireFinite(weights, tensor);
        Mask mask = options.pattern();
        if (mask == Mask.UNSTRUCTURED) {
            Pruning.smallest(weights, Math.round(options.sparsity() * weights.length));
        } else if (tensor.rowLength() % mask.group == 0) {
            Pruning.smallestOfEachGroup(weights, mask.zeros, mask.group);
        } else {
            throw new MethodException("tensor %s has rows of %d weights, which pattern %s cannot divide; exclude it"
                    .formatted(tensor.name(), tensor.rowLength(), mask));
        }
    }

    private static void requireFinite(float[] weights, TensorInfo tensor) {
        for (int i = 0; i < weights.length; i++) {
            if (!Float.isFinite(weights[i])) {
                throw new MethodException("tensor %s holds %s at weight %d; magnitudes have no order there, repair the model"
                        .formatted(tensor.name(), weights[i], i));
            }
        }
    }
}
