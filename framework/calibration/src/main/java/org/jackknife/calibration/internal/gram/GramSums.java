package org.jackknife.calibration.internal.gram;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.Activations;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;

/** Adds up Gram matrices as activations come. */
final class GramSums implements ActivationListener {

    private final LinearAlgebra algebra;
    private final Map<Key, Sum> sums = new HashMap<>();

    private record Key(String input, int expert) {

        static Key of(GramUnit unit) {
            return new Key(unit.name(), unit.expert());
        }
    }

    private static final class Sum {
        private final FloatMatrix gram;
        private long rows;

        Sum(FloatMatrix gram) {
            this.gram = gram;
        }
    }

    /** @param arena where the matrices lie; to be of use to every thread */
    GramSums(List<GramUnit> units, LinearAlgebra algebra, Arena arena) {
        this.algebra = algebra;
        for (GramUnit unit : units) {
            int width = unit.input().width();
            sums.put(Key.of(unit), new Sum(FloatMatrix.allocate(arena, width, width)));
        }
    }

    @Override
    public void accept(Activations activations) {
        Sum sum = sums.get(new Key(activations.input().tensors().getFirst(), activations.expert()));
        // the other experts of an input may be left to another pass
        if (sum != null) {
            algebra.addGram(activations.values(), activations.rows(), sum.gram);
            sum.rows += activations.rows();
        }
    }

    /** Fills the other triangles, after the last row was added. */
    void complete() {
        sums.values().forEach(sum -> algebra.symmetrise(sum.gram));
    }

    Gram of(GramUnit unit) {
        Sum sum = sums.get(Key.of(unit));
        return new Gram(sum.gram, sum.rows);
    }
}
