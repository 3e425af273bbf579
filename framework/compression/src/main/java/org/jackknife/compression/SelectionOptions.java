package org.jackknife.compression;

import java.util.List;
import java.util.regex.Pattern;
import org.jackknife.api.plugin.Option;

/**
 * Chooses matrices by name; a component of the options of every method that treats matrices.
 *
 * @param include regular expressions; empty for the matrices that publications compress
 * @param exclude regular expressions of matrices that stay as they are, stronger than {@code include}
 */
public record SelectionOptions(
        @Option(
                        value = "Regular expressions of tensors to treat; empty for attention and feed-forward matrices.",
                        defaultValue = "")
                List<String> include,
        @Option(value = "Regular expressions of tensors that stay as they are.", defaultValue = "")
                List<String> exclude) {

    /** The matrices of transformer blocks: attention and feed-forward, experts included; no router, no output. */
    private static final Pattern PUBLISHED =
            Pattern.compile("blk\\.\\d+\\.(attn_(q|k|v|qkv|output)|ffn_(up|down|gate)(_exps|_shexp)?)\\.weight");

    /** Checks that the expressions can be read. */
    public SelectionOptions {
        include.forEach(Pattern::compile);
        exclude.forEach(Pattern::compile);
    }

    /** Whether a tensor of this name is to be treated. */
    public boolean selects(String tensor) {
        boolean chosen =
                include.isEmpty() ? PUBLISHED.matcher(tensor).matches() : include.stream().anyMatch(name -> finds(name, tensor));
        return chosen && !excludes(tensor);
    }

    /** Whether a tensor of this name must stay as it is, chosen or not. */
    public boolean excludes(String tensor) {
        return exclude.stream().anyMatch(name -> finds(name, tensor));
    }

    private static boolean finds(String expression, String tensor) {
        return Pattern.compile(expression).matcher(tensor).find();
    }
}
