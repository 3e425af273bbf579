package @PACKAGE@;

import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.TensorMethod;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.gguf.TensorInfo;

/** Sets weights to zero that are small beside the largest one of their row. Replace this by your method. */
@Plugin(value = "@ID@", summary = "Zeroes weights below a fraction of the largest in their row.")
public final class @CLASS@ extends TensorMethod<@CLASS@.Options> {

    /**
     * What can be chosen; 'jackknife list methods @ID@' shows it.
     *
     * @param threshold fraction of the row's largest absolute weight below which weights become zero
     */
    public record Options(
            @Option(
                            value = "Weights below this fraction of their row's largest become zero.",
                            unit = "fraction",
                            defaultValue = "0.1",
                            min = 0,
                            max = 1)
                    double threshold) {}

    /** Part of every variant's fingerprint: change it when the same input gives other bytes. */
    @Override
    public String version() {
        return "1";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    /** The matrices of the blocks; embeddings, norms and the output matrix stay as they are. */
    @Override
    protected boolean touches(TensorInfo tensor, Options options) {
        return tensor.name().startsWith("blk.") && tensor.shape().size() == 2;
    }

    @Override
    protected void transform(float[] weights, TensorInfo tensor, Options options, MethodContext context) {
        int rowLength = (int) tensor.rowLength();
        for (int start = 0; start < weights.length; start += rowLength) {
            zeroSmall(weights, start, start + rowLength, options.threshold());
        }
    }

    private static void zeroSmall(float[] weights, int start, int end, double threshold) {
        float largest = 0;
        for (int i = start; i < end; i++) {
            largest = Math.max(largest, Math.abs(weights[i]));
        }
        for (int i = start; i < end; i++) {
            if (Math.abs(weights[i]) < threshold * largest) {
                weights[i] = 0;
            }
        }
    }
}
