package org.jackknife.compression.secondorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HessianFactorTest {

    private final Arena arena = Arena.ofShared();
    private final RowWorkers workers = new RowWorkers(2);

    @AfterEach
    void close() {
        workers.close();
        arena.close();
    }

    private HessianFactor factor(FloatMatrix gram, double damping, ColumnOrder order) {
        return HessianFactor.of(gram, new HessianSettings(damping, order), workers, LinearAlgebra.openBlas(2), arena);
    }

    private FloatMatrix matrix(float[]... rows) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows.length, rows.length);
        for (int i = 0; i < rows.length; i++) {
            matrix.write(i, 0, rows[i], 0, rows.length);
        }
        return matrix;
    }

    @Test
    void isTheUpperFactorOfTheHessian() {
        // H = RRᵀ with R = [[2, 6, 1], [0, 3, 2], [0, 0, 1]], by hand
        FloatMatrix gram = matrix(new float[] {41, 20, 1}, new float[] {20, 13, 2}, new float[] {1, 2, 1});
        HessianFactor factor = factor(gram, 0, ColumnOrder.NATURAL);
        assertThat(factor.pivots()).containsExactly(new float[] {4, 9, 1}, within(1e-4f));
        assertThat(factor.coupling().get(0, 1)).isCloseTo(2, within(1e-5f));
        assertThat(factor.coupling().get(0, 2)).isCloseTo(1, within(1e-5f));
        assertThat(factor.coupling().get(1, 2)).isCloseTo(2, within(1e-5f));
        assertThat(factor.damping()).isZero();
    }

    @Test
    void addsAFractionOfTheMeanToTheDiagonal() {
        HessianFactor factor = factor(matrix(new float[] {1, 0}, new float[] {0, 3}), 0.5, ColumnOrder.NATURAL);
        assertThat(factor.pivots()).containsExactly(new float[] {2, 4}, within(1e-6f));
    }

    @Test
    void takesTheStrongestChannelFirstAndEqualOnesAsTheyLie() {
        FloatMatrix gram = matrix(
                new float[] {2, 0, 0, 0}, new float[] {0, 5, 0, 0}, new float[] {0, 0, 9, 0}, new float[] {0, 0, 0, 5});
        HessianFactor factor = factor(gram, 0, ColumnOrder.ACTIVATION);
        assertThat(new int[] {factor.column(0), factor.column(1), factor.column(2), factor.column(3)})
                .containsExactly(2, 1, 3, 0);
        assertThat(factor.position(0)).isEqualTo(3);
        assertThat(factor.pivots()).containsExactly(new float[] {9, 5, 5, 2}, within(1e-6f));
    }

    @Test
    void deadChannelsCountForNothingAndLoseTheirWeights() {
        FloatMatrix gram = matrix(new float[] {4, 0, 0}, new float[] {0, 0, 0}, new float[] {0, 0, 2});
        HessianFactor factor = factor(gram, 0.1, ColumnOrder.NATURAL);
        assertThat(factor.dead(1)).isTrue();
        assertThat(factor.dead(0)).isFalse();
        // the mean is that of the two live channels
        assertThat(factor.pivots()).containsExactly(new float[] {4.3f, 1, 2.3f}, within(1e-6f));
        Matrix matrix = new Matrix("dead", 0, 1, 3, new float[] {5, 6, 7});
        new ColumnSweep(factor, workers, LinearAlgebra.openBlas(2)).run(matrix, ColumnRule.KEEP);
        assertThat(matrix.weights()).containsExactly(5, 0, 7);
    }

    @Test
    void raisesTheDampingOfASingularHessian() {
        float[] ones = {1, 1, 1};
        HessianFactor factor = factor(matrix(ones, ones, ones), 0, ColumnOrder.NATURAL);
        assertThat(factor.damping()).isEqualTo(1e-3);
        // R of [[1+λ,1,1],[1,1+λ,1],[1,1,1+λ]] ends in sqrt(1+λ); its determinant is λ²(3+λ)
        assertThat(factor.pivots()[2]).isCloseTo(1.001f, within(1e-6f));
        float product = factor.pivots()[0] * factor.pivots()[1] * factor.pivots()[2];
        assertThat(product).isCloseTo(1e-6f * 3.001f, within(1e-8f));
    }

    @Test
    void raisesTheDampingUntilAnIndefiniteMatrixHasAFactor() {
        // eigenvalues 4 and -2: the mean of the diagonal is 1, so damping must exceed 2
        HessianFactor factor = factor(matrix(new float[] {1, 3}, new float[] {3, 1}), 0.01, ColumnOrder.NATURAL);
        assertThat(factor.damping()).isCloseTo(10, within(1e-9));
    }

    @Test
    void leavesTheGramMatrixAsItIs() {
        FloatMatrix gram = matrix(new float[] {1, 3}, new float[] {3, 1});
        factor(gram, 0.01, ColumnOrder.ACTIVATION);
        assertThat(gram.data().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1, 3, 3, 1);
    }

    @Test
    void activationsThatAreNotFiniteAreAnError() {
        FloatMatrix gram = matrix(new float[] {1, 0}, new float[] {0, Float.NaN});
        assertThatThrownBy(() -> factor(gram, 0.01, ColumnOrder.NATURAL))
                .isInstanceOf(MethodException.class)
                .hasMessageContainingAll("NaN", "channel 1");
    }

    @Test
    void aGramMatrixOfZerosIsAnError() {
        assertThatThrownBy(() -> factor(matrix(new float[2], new float[2]), 0.01, ColumnOrder.NATURAL))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("never reached");
    }

    @Test
    void dampingIsAFraction() {
        assertThatThrownBy(() -> new HessianSettings(-0.1, ColumnOrder.NATURAL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HessianSettings(Double.NaN, ColumnOrder.NATURAL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
