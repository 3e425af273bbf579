package org.jackknife.sparsegpt;

import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.GridOptions;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixMethod;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.PruningOptions;
import org.jackknife.compression.QuantizationVersion;
import org.jackknife.compression.grid.UniformScheme;
import org.jackknife.compression.secondorder.ColumnOrder;
import org.jackknife.compression.secondorder.ColumnRule;
import org.jackknife.compression.secondorder.ColumnSweep;
import org.jackknife.compression.secondorder.GridRule;
import org.jackknife.compression.secondorder.HessianFactor;
import org.jackknife.compression.secondorder.HessianSettings;
import org.jackknife.compression.secondorder.MaskRule;
import org.jackknife.compression.secondorder.SweepCost;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * Zeroes the weights that outputs on calibration data miss least and has the weights that stay make up for them (Frantar
 * and Alistarh, arXiv 2301.00774). In the same sweep, the weights that stay can be rounded.
 */
@Plugin(value = "sparsegpt", summary = "Zeroes the weights that outputs miss least; the others make up for them.")
public final class SparseGptMethod extends MatrixMethod<SparseGptMethod.Options> {

    /**
     * How much is zeroed, and whether the rest is rounded.
     *
     * @param pruning how much
     * @param block columns that the unstructured mask is chosen for at a time
     * @param damping added to the Hessian's diagonal, as a fraction of its mean
     * @param bits of the weights that stay; they are not rounded without
     * @param group columns that share a scale where weights are rounded
     * @param matrices which matrices
     * @param calibration the corpus
     */
    public record Options(
            PruningOptions pruning,
            @Option(
                            value = "Columns that the unstructured mask is chosen for at a time, over all rows.",
                            unit = "columns",
                            defaultValue = "128",
                            min = 1,
                            max = 1_000_000)
                    int block,
            @Option(
                            value = "What is added to the Hessian's diagonal, of its mean.",
                            unit = "fraction",
                            defaultValue = "0.01",
                            min = 0,
                            max = 1)
                    double damping,
            @Option(value = "Round the weights that stay to 2, 3, 4, 5 or 8 bits in the same sweep.", min = 2, max = 8)
                    Optional<Integer> bits,
            @Option(
                            value = "Neighbours in a row that share a scale where weights are rounded; 'channel' for the whole row.",
                            defaultValue = "128")
                    GridOptions.Group group,
            MatrixOptions matrices,
            CalibrationOptions calibration) {

        /** Checks that rounded weights have a stored form. */
        public Options {
            if (bits.isPresent()) {
                scheme(bits.get(), group);
            }
        }

        /** The stored form of weights that are rounded: symmetric, so that zero is a level. */
        Optional<UniformScheme> scheme() {
            return bits.map(some -> scheme(some, group));
        }

        private static UniformScheme scheme(int bits, GridOptions.Group group) {
            return group.scheme(bits, true, false);
        }
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String source() {
        return "arXiv:2301.00774";
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
    protected DataNeed need(Options options) {
        return DataNeed.grams(options.calibration());
    }

    @Override
    protected String withoutData(Options options) {
        return "by magnitude";
    }

    @Override
    protected TensorType typeOf(TensorSpec tensor, Options options) {
        TensorType pruned = options.pruning().typeFor(tensor);
        return options.scheme().map(scheme -> scheme.typeFor(tensor, true)).orElse(pruned);
    }

    @Override
    protected MethodCost kernelCost(TensorSpec tensor, Options options) {
        MethodCost sweep = SweepCost.of(tensor);
        return options.bits().isPresent()
                ? sweep
                : sweep.plus(MethodCost.encoding(typeOf(tensor, options), tensor.elements()));
    }

    @Override
    protected GgufMetadata metadata(GgufMetadata source, Options options) {
        return options.bits().isPresent() ? QuantizationVersion.in(source) : source;
    }

    @Override
    protected void compress(Matrix matrix, Inputs inputs, Options options, MatrixWork work) {
        HessianSettings settings = new HessianSettings(options.damping(), ColumnOrder.NATURAL);
        HessianFactor factor =
                HessianFactor.of(inputs, settings, work).orElseGet(() -> HessianFactor.unknown(matrix.columns()));
        MaskRule.Sparsity sparsity = new MaskRule.Sparsity(
                options.pruning().sparsityOf(matrix.tensor()), options.pruning().pattern(), options.block());
        ColumnSweep sweep = new ColumnSweep(factor, work.workers(), work.algebra());
        if (options.bits().isEmpty()) {
            sweep.run(matrix, new MaskRule(factor, matrix.rows(), sparsity, ColumnRule.KEEP));
            work.encode(matrix);
            return;
        }
        PackedMatrix target = new PackedMatrix(
                options.scheme().orElseThrow().format(work.codec()), matrix.columns(), work.target());
        GridRule grid = new GridRule(
                factor, matrix.rows(), new GridRule.Scales(true, false, null), target, work.workers());
        sweep.run(matrix, new MaskRule(factor, matrix.rows(), sparsity, grid));
        grid.pack();
    }
}
