package org.jackknife.magnitude;

import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Masks;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.MeasureOptions;
import org.jackknife.compression.PruningMethod;
import org.jackknife.compression.PruningOptions;

/**
 * Sets the weights of smallest absolute value to zero: the baseline that every pruning paper measures against (Han et
 * al., arXiv 1506.02626; per layer and n:m as in Sun et al., arXiv 2306.11695).
 *
 * <p>Pruned are the matrices of the blocks; embeddings, norms, biases, routers and the output matrix stay as they are.
 * The file does not shrink: zeros are stored like other weights until a type is chosen that stores them in less.
 */
@Plugin(value = "magnitude", summary = "Sets the smallest weights of each matrix to zero.")
public final class MagnitudeMethod extends PruningMethod<MagnitudeMethod.Options> {

    /**
     * What is pruned.
     *
     * @param pruning how much
     * @param matrices which matrices
     * @param measure whether output errors are measured
     */
    public record Options(PruningOptions pruning, MatrixOptions matrices, MeasureOptions measure) {}

    @Override
    public String version() {
        return "2";
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
    protected MatrixOptions matrices(Options options) {
        return options.matrices();
    }

    @Override
    protected PruningOptions pruning(Options options) {
        return options.pruning();
    }

    @Override
    protected DataNeed need(Options options) {
        return options.measure().need();
    }

    @Override
    protected void prune(Matrix matrix, Inputs inputs, double sparsity, Options options, MatrixWork work) {
        float[] weights = matrix.weights();
        MaskPattern pattern = options.pruning().pattern();
        if (pattern.structured()) {
            Masks.lowestOfGroups(weights, 0, weights.length, pattern, i -> weights[i] = 0);
        } else {
            int count = (int) Math.round(sparsity * weights.length);
            Masks.lowest(weights, 0, weights.length, count, i -> weights[i] = 0);
        }
    }
}
