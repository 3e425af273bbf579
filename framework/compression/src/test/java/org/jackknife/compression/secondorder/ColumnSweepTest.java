package org.jackknife.compression.secondorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.LinearAlgebra;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast sweep against {@link PlainSecondOrder}, over sizes chosen to hit the tails of tiles, leaves and segments. */
class ColumnSweepTest {

    private static final double DAMPING = 0.01;

    /** Below this distance to the other decision, single precision may decide otherwise. */
    private static final double TIE = 1e-4;

    @ParameterizedTest(name = "{0} x {1}, {2} bits, symmetric {3}, group {4}")
    @CsvSource({
        "1,32,4,true,32", "3,64,4,false,32", "7,96,3,true,0", "255,128,4,true,64", "257,160,4,false,32",
        "5,1,4,true,0", "4,33,4,true,0", "2,321,8,true,0", "6,384,2,true,128", "9,300,4,false,100", "30,448,3,true,64"
    })
    void roundsAsTheEquationsSay(int rows, int columns, int bits, boolean symmetric, int group) {
        Problem problem = Problem.of(rows * 1000L + columns, rows, columns, 2 * columns + 8);
        PlainGrid format = new PlainGrid(bits, symmetric, group);
        PlainSecondOrder plain = new PlainSecondOrder(problem, DAMPING);
        plain.gptq(format);
        agree(problem, plain, gptq(problem, format, false, 2), 0.5);
    }

    @ParameterizedTest(name = "{0} x {1}, {2} of it, {3}, block {4}")
    @CsvSource({
        "1,8,0.5,UNSTRUCTURED,128", "3,130,0.5,UNSTRUCTURED,128", "17,300,0.7,UNSTRUCTURED,100",
        "5,96,0,UNSTRUCTURED,32", "4,40,1,UNSTRUCTURED,32", "300,64,0.9,UNSTRUCTURED,16", "2,257,0.25,UNSTRUCTURED,1",
        "1,4,0.5,TWO_OF_FOUR,128", "6,132,0.5,TWO_OF_FOUR,128", "258,68,0.5,TWO_OF_FOUR,1", "5,264,0.5,FOUR_OF_EIGHT,128"
    })
    void prunesAsTheEquationsSay(int rows, int columns, double fraction, MaskPattern pattern, int block) {
        Problem problem = Problem.of(rows * 1000L + columns, rows, columns, 2 * columns + 8);
        MaskRule.Sparsity sparsity = new MaskRule.Sparsity(fraction, pattern, block);
        PlainSecondOrder plain = new PlainSecondOrder(problem, DAMPING);
        plain.sparseGpt(sparsity);
        float[] pruned = sparseGpt(problem, sparsity, 2);
        agree(problem, plain, pruned, 0.5);
        long zeros = IntStream.range(0, pruned.length).filter(i -> pruned[i] == 0).count();
        assertThat(zeros).isEqualTo(Math.round(fraction * pruned.length));
    }

    /** Rows whose every decision was clear are equal, and at least a share of rows is like that. */
    private static void agree(Problem problem, PlainSecondOrder plain, float[] actual, double share) {
        double largest = 0;
        for (float weight : problem.weights()) {
            largest = Math.max(largest, Math.abs(weight));
        }
        int compared = 0;
        for (int row = 0; row < problem.rows(); row++) {
            if (plain.closest(row) > TIE) {
                int from = row * problem.columns();
                int to = from + problem.columns();
                assertThat(Arrays.copyOfRange(actual, from, to))
                        .as("row %d", row)
                        .containsExactly(Arrays.copyOfRange(plain.stored(), from, to), within((float) largest * 1e-4f));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo((int) Math.ceil(share * problem.rows()));
    }

    @Test
    void storesTheSameBitsOnAnyNumberOfThreads() {
        Problem problem = Problem.of(5, 700, 416, 900);
        PlainGrid format = new PlainGrid(4, true, 32);
        MaskRule.Sparsity half = new MaskRule.Sparsity(0.5, MaskPattern.UNSTRUCTURED, 128);
        for (int threads : new int[] {2, 5}) {
            assertThat(gptq(problem, format, true, threads)).isEqualTo(gptq(problem, format, true, 1));
            assertThat(sparseGpt(problem, half, threads)).isEqualTo(sparseGpt(problem, half, 1));
        }
    }

    @Test
    void zerosStayZeroAndTheOthersMakeUpForThem() {
        Problem dense = Problem.of(8, 20, 128, 300);
        float[] pruned = dense.weights().clone();
        for (int i = 0; i < pruned.length; i += 3) {
            pruned[i] = 0;
        }
        Problem problem = new Problem(dense.rows(), dense.columns(), pruned, dense.gram());
        float[] rounded = gptq(problem, new PlainGrid(4, true, 64), true, 2);
        for (int i = 0; i < pruned.length; i += 3) {
            assertThat(rounded[i]).as("weight %d", i).isZero();
        }
        float[] nearest = nearest(problem, 64);
        assertThat(problem.outputError(rounded)).isLessThan(0.8 * problem.outputError(nearest));
    }

    /** Four bits, symmetric, without any compensation. */
    private static float[] nearest(Problem problem, int group) {
        float[] nearest = new float[problem.weights().length];
        for (int from = 0; from < nearest.length; from += group) {
            float largest = 0;
            for (int i = from; i < from + group; i++) {
                largest = Math.max(largest, Math.abs(problem.weights()[i]));
            }
            for (int i = from; i < from + group; i++) {
                nearest[i] = (float) (Math.rint(problem.weights()[i] / (largest / 7)) * (largest / 7));
            }
        }
        return nearest;
    }

    @Test
    void aMatrixOfAnotherWidthIsRefused() {
        Problem problem = Problem.of(1, 2, 32, 40);
        assertThatThrownBy(() -> swept(problem, new Matrix("narrow", 0, 1, 31, new float[31]), 1, sweep -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("narrow", "31", "32");
    }

    private static float[] sparseGpt(Problem problem, MaskRule.Sparsity sparsity, int threads) {
        Matrix matrix = problem.matrix();
        swept(problem, matrix, threads, at -> at.sweep()
                .run(matrix, new MaskRule(at.factor(), matrix.rows(), sparsity, ColumnRule.KEEP)));
        return matrix.weights();
    }

    private static float[] gptq(Problem problem, PlainGrid format, boolean keepZeros, int threads) {
        Matrix matrix = problem.matrix();
        swept(problem, matrix, threads, at -> {
            PackedMatrix target = new PackedMatrix(format, matrix.columns(), at.arena().allocate(matrix.weights().length));
            GridRule.Scales scales = new GridRule.Scales(false, keepZeros, null);
            at.sweep().run(matrix, new GridRule(at.factor(), matrix.rows(), scales, target, at.workers()));
        });
        return matrix.weights();
    }

    private record At(HessianFactor factor, ColumnSweep sweep, RowWorkers workers, Arena arena) {}

    private static void swept(Problem problem, Matrix matrix, int threads, Consumer<At> task) {
        try (Arena arena = Arena.ofShared();
                RowWorkers workers = new RowWorkers(threads)) {
            LinearAlgebra algebra = LinearAlgebra.openBlas(threads);
            HessianSettings settings = new HessianSettings(DAMPING, ColumnOrder.NATURAL);
            HessianFactor factor = HessianFactor.of(problem.gram(arena), settings, workers, algebra, arena);
            ColumnSweep sweep = new ColumnSweep(factor, workers, algebra);
            if (matrix.columns() != problem.columns()) {
                sweep.run(matrix, ColumnRule.KEEP);
            }
            task.accept(new At(factor, sweep, workers, arena));
        }
    }
}
