package org.jackknife.gptq;

import java.util.Optional;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.BlockType;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.GridMethod;
import org.jackknife.compression.GridOptions;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RoundToNearest;
import org.jackknife.compression.grid.EncodedForm;
import org.jackknife.compression.grid.StoredForm;
import org.jackknife.compression.secondorder.ColumnOrder;
import org.jackknife.compression.secondorder.ColumnSweep;
import org.jackknife.compression.secondorder.GridRule;
import org.jackknife.compression.secondorder.HessianFactor;
import org.jackknife.compression.secondorder.HessianSettings;
import org.jackknife.compression.secondorder.SweepCost;
import org.jackknife.gguf.TensorSpec;

/**
 * Rounds the weights of a matrix column by column and has the columns that are left make up for the error, so that outputs
 * on calibration data change as little as can be (Frantar et al., arXiv 2210.17323). Stored in blocks of ggml that hold
 * just the integers and scales that were chosen.
 */
@Plugin(value = "gptq", summary = "Rounds weights to 2 to 8 bits or a K-quant; later columns make up for each error.")
public final class GptqMethod extends GridMethod<GptqMethod.Options> {

    /**
     * What is rounded to what, and how.
     *
     * @param grid bits, groups and scales
     * @param type a block format of ggml in their place
     * @param actOrder whether columns are taken by descending diagonal element of the Hessian
     * @param staticGroups whether all scales are chosen before the first column is rounded
     * @param damping added to the Hessian's diagonal, as a fraction of its mean
     * @param matrices which matrices
     * @param calibration the corpus
     */
    public record Options(
            GridOptions grid,
            @Option("Round into these blocks of ggml, by its own choice of scales, in place of bits, group and symmetry.")
                    Optional<BlockType> type,
            @Option(value = "Take the columns of the strongest input channels first.", defaultValue = "true")
                    boolean actOrder,
            @Option(
                            value = "Choose all scales from the original weights; otherwise each group's when it is reached.",
                            defaultValue = "true")
                    boolean staticGroups,
            @Option(
                            value = "What is added to the Hessian's diagonal, of its mean.",
                            unit = "fraction",
                            defaultValue = "0.01",
                            min = 0,
                            max = 1)
                    double damping,
            MatrixOptions matrices,
            CalibrationOptions calibration) {

        /** Checks that options go together. */
        public Options {
            BlockType.requireAlone(type, grid, "gptq");
            if (actOrder && !staticGroups && (type.isPresent() || grid.group() != GridOptions.Group.CHANNEL)) {
                throw new IllegalArgumentException("actOrder=true makes groups of columns that lie apart, and GGUF's blocks hold "
                        + "neighbours; set staticGroups=true, or actOrder=false");
            }
        }
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String source() {
        return "arXiv:2210.17323";
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
        return "by rounding to nearest";
    }

    @Override
    protected MethodCost kernelCost(TensorSpec tensor, Options options) {
        MethodCost sweep = SweepCost.of(tensor);
        return form(tensor.name(), options) instanceof EncodedForm form
                ? sweep.plus(form.scalesCost(tensor.elements(), true, options.grid().keepZeros()))
                : sweep;
    }

    @Override
    protected StoredForm form(String tensor, Options options) {
        return BlockType.formOf(tensor, options.type(), options.grid());
    }

    @Override
    protected boolean keepZeros(Options options) {
        return options.grid().keepZeros();
    }

    @Override
    protected void quantise(Matrix matrix, Inputs inputs, PackedMatrix target, Options options, MatrixWork work) {
        HessianSettings settings = new HessianSettings(
                options.damping(), options.actOrder() ? ColumnOrder.ACTIVATION : ColumnOrder.NATURAL);
        Optional<HessianFactor> hessian = HessianFactor.of(inputs, settings, work);
        if (hessian.isEmpty()) {
            RoundToNearest.quantise(matrix, null, target, work.workers());
            return;
        }
        HessianFactor factor = hessian.get();
        // where a format searches for scales, errors count by the strength of their channel, as with an importance matrix
        float[] importance = inputs.sumOfSquares().orElse(null);
        GridRule.Scales scales = new GridRule.Scales(options.staticGroups(), options.grid().keepZeros(), importance);
        GridRule rule = new GridRule(factor, matrix.rows(), scales, target, work.workers());
        new ColumnSweep(factor, work.workers(), work.algebra()).run(matrix, rule);
        rule.pack();
    }
}
