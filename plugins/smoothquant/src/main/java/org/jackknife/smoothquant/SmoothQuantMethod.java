package org.jackknife.smoothquant;

import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.QuantizationVersion;
import org.jackknife.compression.folding.Folder;
import org.jackknife.compression.folding.FoldingMethod;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.smoothquant.internal.Smoothing;

/**
 * Divides the input channels of matrices by scales that even out their outliers, and multiplies the matrices' columns by
 * them, so that activations can be rounded with less loss (Xiao et al., arXiv 2211.10438). With {@code Q8_0} llama.cpp
 * rounds both: weights in the file, activations in every product.
 */
@Plugin(value = "smoothquant", summary = "Moves outliers of activations into the weights, for 8-bit weights and activations.")
public final class SmoothQuantMethod extends FoldingMethod<SmoothQuantMethod.Options> {

    /** What the chosen matrices are stored in. */
    public enum Storage {
        Q8_0(TensorType.Q8_0),
        F16(TensorType.F16),
        BF16(TensorType.BF16),
        F32(TensorType.F32);

        private final TensorType type;

        Storage(TensorType type) {
            this.type = type;
        }
    }

    /**
     * How much is moved, and what is stored.
     *
     * @param alpha the smoothing strength
     * @param type the stored type
     * @param intoMatrices whether inputs made by matrices are scaled too
     * @param matrices which matrices
     * @param calibration what the maxima of activations are taken from
     */
    public record Options(
            @Option(
                            value = "Smoothing strength: 0 evens out the weights alone, 1 the activations alone.",
                            defaultValue = "0.5",
                            min = 0,
                            max = 1)
                    double alpha,
            @Option(
                            value = "Type of the matrices: Q8_0 for 8-bit products, a type without blocks to chain another method.",
                            defaultValue = "Q8_0")
                    Storage type,
            @Option(
                            value = "Smooth the inputs of attn_output and ffn_down too, by scales in the matrices before them.",
                            defaultValue = "false")
                    boolean intoMatrices,
            MatrixOptions matrices,
            CalibrationOptions calibration) {}

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String source() {
        return "arXiv:2211.10438";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    protected MatrixOptions matrices(Options options) {
        return options.matrices();
    }

    @Override
    protected CalibrationOptions corpus(Options options) {
        return options.calibration();
    }

    @Override
    protected TensorType typeOf(TensorSpec tensor, Options options) {
        return options.type().type;
    }

    @Override
    protected GgufMetadata metadata(GgufMetadata source, Options options) {
        return options.type().type.quantized() ? QuantizationVersion.in(source) : source;
    }

    @Override
    protected Folder folder(Options options, MethodContext context) {
        return new Smoothing(options.alpha(), options.intoMatrices());
    }
}
