package org.jackknife.calibration.internal.gram;

import java.util.List;
import org.jackknife.api.calibration.MatrixInput;
import org.jackknife.numeric.FloatMatrix;

/** One input as a visitor sees it. */
record VisitedInput(GramUnit unit, Gram known, Replacer replacer) implements MatrixInput {

    /** Takes new weights. */
    interface Replacer {

        /** For calibrations that are not sequential. */
        Replacer NONE = (tensor, expert, weights) -> {};

        void replace(String tensor, int expert, float[] weights);
    }

    @Override
    public List<String> tensors() {
        return unit.tensors();
    }

    @Override
    public int expert() {
        return unit.expert();
    }

    @Override
    public int width() {
        return unit.input().width();
    }

    @Override
    public long tokens() {
        return known.rows();
    }

    @Override
    public FloatMatrix gram() {
        return known.matrix();
    }

    @Override
    public void replace(String tensor, float[] weights) {
        if (!unit.tensors().contains(tensor)) {
            throw new IllegalArgumentException("%s is none of %s".formatted(tensor, unit.tensors()));
        }
        replacer.replace(tensor, unit.expert(), weights);
    }
}
