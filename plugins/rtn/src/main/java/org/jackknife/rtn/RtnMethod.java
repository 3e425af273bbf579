package org.jackknife.rtn;

import org.jackknife.api.method.MethodCost;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.compression.DataNeed;
import org.jackknife.compression.GridMethod;
import org.jackknife.compression.GridOptions;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.MatrixOptions;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.MeasureOptions;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RoundToNearest;
import org.jackknife.compression.grid.StoredForm;
import org.jackknife.gguf.TensorSpec;

/**
 * Rounds every weight to the nearest of a few integers times the scale of its group: the baseline of quantisation papers,
 * which needs no data. Stored in blocks of llama.cpp that hold just these integers.
 */
@Plugin(value = "rtn", summary = "Rounds weights to the nearest of 2 to 8 bits with a scale per group.")
public final class RtnMethod extends GridMethod<RtnMethod.Options> {

    /** Copied together, looked through for the range, rounded, packed. */
    private static final int VISITS = 4;

    /** Rounded and compared. */
    private static final int VISITS_OF_A_TRY = 2;

    /** As {@link GridFormats#uniform} says. */
    private static final int SCALES_TRIED = 80;

    /**
     * What is rounded to what.
     *
     * @param grid bits, groups and scales
     * @param matrices which matrices
     * @param measure whether output errors are measured
     */
    public record Options(GridOptions grid, MatrixOptions matrices, MeasureOptions measure) {}

    @Override
    public String version() {
        return "1";
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
        return options.measure().need();
    }

    @Override
    protected StoredForm form(String tensor, Options options) {
        return options.grid().schemeOf(tensor);
    }

    @Override
    protected boolean keepZeros(Options options) {
        return options.grid().keepZeros();
    }

    @Override
    protected MethodCost kernelCost(TensorSpec tensor, Options options) {
        int tries = options.grid().searchScale() ? SCALES_TRIED : 0;
        return MethodCost.visiting((VISITS + VISITS_OF_A_TRY * tries) * (double) tensor.elements());
    }

    @Override
    protected void quantise(Matrix matrix, Inputs inputs, PackedMatrix target, Options options, MatrixWork work) {
        // a grid that holds zero rounds zero to it: keepZeros asks for nothing more here
        RoundToNearest.quantise(matrix, null, target, work.workers());
    }
}
