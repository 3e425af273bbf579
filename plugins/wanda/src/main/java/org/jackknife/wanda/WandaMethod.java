package org.jackknife.wanda;

import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.PruningMethod;
import org.jackknife.compression.PruningOptions;
import org.jackknife.wanda.internal.WandaMask;

/**
 * Sets to zero, in every output row, the weights that matter least to the output: those with the smallest
 * {@code |w_ij|·‖x_j‖₂} (Sun et al., arXiv 2306.11695, equation 1). Other weights stay as they are.
 *
 * <p>Norms come from the channel statistics of the dense model, gathered in one run; where the calibration is sequential,
 * from the diagonals of Gram matrices, block after pruned block as the authors do it.
 */
@Plugin(value = "wanda", summary = "Zeroes the weights of each output that are small beside what their inputs carry.")
public final class WandaMethod extends PruningMethod<WandaMethod.Options> {

    /**
     * What is pruned and on which corpus.
     *
     * @param pruning how much
     * @param matrices which matrices
     * @param calibration the corpus
     */
    public record Options(PruningOptions pruning, MatrixOptions matrices, CalibrationOptions calibration) {}

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String source() {
        return "arXiv:2306.11695";
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
    protected PruningOptions pruning(Options options) {
        return options.pruning();
    }

    @Override
    protected DataNeed need(Options options) {
        CalibrationOptions calibration = options.calibration();
        return calibration.sequential() ? DataNeed.grams(calibration) : DataNeed.channels(calibration);
    }

    @Override
    protected String withoutData(Options options) {
        return "by magnitude within each row";
    }

    @Override
    protected void prune(Matrix matrix, Inputs inputs, double sparsity, Options options, MatrixWork work) {
        WandaMask mask = inputs.sumOfSquares()
                .map(sums -> WandaMask.of(matrix.tensor(), sums))
                .orElseGet(() -> WandaMask.withoutData(matrix.columns()));
        mask.apply(matrix, sparsity, options.pruning().pattern(), work.workers());
    }
}
