package org.jackknife.awq;

import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.awq.internal.Awq;
import org.jackknife.awq.internal.AwqCost;
import org.jackknife.awq.internal.AwqSettings;
import org.jackknife.compression.BlockType;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.GridOptions;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.QuantizationVersion;
import org.jackknife.compression.folding.Folder;
import org.jackknife.compression.folding.FoldingMethod;
import org.jackknife.compression.grid.StoredForm;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * Rounds weights to the nearest of a few values after it has scaled up those that loud input channels meet, by scales
 * that are searched per input and folded into what makes it (Lin et al., arXiv 2306.00978).
 */
@Plugin(value = "awq", summary = "Scales up the weights of loud input channels before they are rounded to few bits.")
public final class AwqMethod extends FoldingMethod<AwqMethod.Options> {

    /**
     * What is searched, and what is stored.
     *
     * @param type a type with scales of its own in place of uniform grids
     * @param duoScaling whether magnitudes of weights go into the scales
     * @param clip whether the greatest weights of groups are cut; without effect beside {@code type}
     * @param importance whether the encoder of {@code type} weighs errors by the inputs
     * @param searchRows most rows of a matrix that the search for scales looks at
     * @param grid uniform grids
     * @param matrices which matrices
     * @param calibration what the inputs are taken from
     */
    public record Options(
            @Option("Round into these blocks of ggml, by its own choice of scales, in place of bits, group and symmetry.")
                    Optional<BlockType> type,
            @Option(value = "Let the magnitudes of weights into the scales too, as AutoAWQ does.", defaultValue = "false")
                    boolean duoScaling,
            @Option(
                            value = "Search how far the greatest weights of each group are cut; not for types with scales of their own.",
                            defaultValue = "true")
                    boolean clip,
            @Option(
                            value = "Have the encoder of 'type' weigh errors by the second moments of the scaled inputs.",
                            defaultValue = "true")
                    boolean importance,
            @Option(
                            value = "Most rows of a matrix that the search for scales looks at, spread evenly; 0 for all.",
                            unit = "rows",
                            defaultValue = "256",
                            min = 0,
                            max = 10_000_000)
                    int searchRows,
            GridOptions grid,
            MatrixOptions matrices,
            CalibrationOptions calibration) {

        /** Checks that options go together. */
        public Options {
            BlockType.requireAlone(type, grid, "awq");
        }
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String source() {
        return "arXiv:2306.00978";
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
    protected DataNeed need(Options options) {
        return DataNeed.grams(options.calibration());
    }

    @Override
    protected TensorType typeOf(TensorSpec tensor, Options options) {
        return form(tensor.name(), options).typeFor(tensor, options.grid().keepZeros());
    }

    private static StoredForm form(String tensor, Options options) {
        return BlockType.formOf(tensor, options.type(), options.grid());
    }

    private static AwqSettings settings(Options options) {
        boolean encoded = options.type().isPresent();
        return new AwqSettings(
                options.duoScaling(),
                options.clip() && !encoded,
                options.importance() && encoded,
                options.searchRows(),
                options.calibration());
    }

    @Override
    protected MethodCost foldingCost(TensorSpec tensor, Options options) {
        return AwqCost.of(tensor, form(tensor.name(), options), options.grid().keepZeros(), settings(options));
    }

    @Override
    protected GgufMetadata metadata(GgufMetadata source, Options options) {
        return QuantizationVersion.in(source);
    }

    @Override
    protected Folder folder(Options options, MethodContext context) {
        return new Awq(
                settings(options),
                tensor -> form(tensor, options).format(context.codec(), options.grid().keepZeros()),
                context);
    }
}
