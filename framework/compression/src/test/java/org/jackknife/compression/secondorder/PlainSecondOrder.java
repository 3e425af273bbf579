package org.jackknife.compression.secondorder;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.grid.Grid;

/**
 * GPTQ and SparseGPT by their equations, column by column in double precision: the inverse Hessian of the columns that
 * are left is kept explicitly and loses a row and a column per step (arXiv 2210.17323, equations 2 and 3). Natural order.
 */
final class PlainSecondOrder {

    private final int rows;
    private final int columns;
    private final double[][] weights;
    private final double[][] inverse;
    private final float[] stored;
    private final double[] closest;

    PlainSecondOrder(Problem problem, double damping) {
        rows = problem.rows();
        columns = problem.columns();
        weights = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            weights[i / columns][i % columns] = problem.weights()[i];
        }
        double[][] hessian = new double[columns][columns];
        double mean = 0;
        for (int i = 0; i < columns; i++) {
            mean += problem.gram()[i * columns + i] / columns;
        }
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                hessian[i][j] = problem.gram()[i * columns + j] + (i == j ? damping * mean : 0);
            }
        }
        inverse = inverted(hessian);
        stored = new float[rows * columns];
        closest = new double[rows];
        Arrays.fill(closest, Double.POSITIVE_INFINITY);
    }

    /** What is stored, shape [rows][columns]. */
    float[] stored() {
        return stored;
    }

    /** How close the closest decision in a row was to the other way, as a fraction: of a step, or of a score. */
    double closest(int row) {
        return closest[row];
    }

    void gptq(PlainGrid format) {
        int span = format.span() == PlainGrid.WHOLE_ROW ? columns : format.span();
        Grid grid = null;
        for (int column = 0; column < columns; column++) {
            if (column % span == 0) {
                grid = format.fit(columnsFrom(column, span), rows, span, null);
            }
            for (int row = 0; row < rows; row++) {
                double level = (weights[row][column] - grid.offset(row, 0)) / grid.scale(row, 0);
                close(row, Math.abs(level - Math.floor(level) - 0.5));
                double bounded = Math.clamp(Math.rint(level), grid.levels().lowest(), grid.levels().lowest() + grid.levels().codes() - 1);
                store(row, column, bounded * grid.scale(row, 0) + grid.offset(row, 0));
            }
            eliminate(column);
        }
    }

    void sparseGpt(MaskRule.Sparsity sparsity) {
        MaskPattern pattern = sparsity.pattern();
        int width = pattern.structured() ? pattern.group() : sparsity.block();
        boolean[][] mask = new boolean[rows][columns];
        for (int column = 0; column < columns; column++) {
            if (column % width == 0) {
                choose(sparsity, column, Math.min(column + width, columns), mask);
            }
            for (int row = 0; row < rows; row++) {
                store(row, column, mask[row][column] ? 0 : weights[row][column]);
            }
            eliminate(column);
        }
    }

    private void choose(MaskRule.Sparsity sparsity, int from, int to, boolean[][] mask) {
        double[] pivots = conditionalDiagonal(from, to);
        if (sparsity.pattern().structured()) {
            for (int row = 0; row < rows; row++) {
                choose(pivots, new int[] {row}, from, sparsity.pattern().zeros(), mask);
            }
        } else {
            long before = Math.round(sparsity.fraction() * from * rows);
            int count = (int) (Math.round(sparsity.fraction() * to * rows) - before);
            choose(pivots, IntStream.range(0, rows).toArray(), from, count, mask);
        }
    }

    /** Chooses the lowest scores of some rows. */
    private void choose(double[] pivots, int[] among, int from, int count, boolean[][] mask) {
        int width = pivots.length;
        double[] scores = new double[among.length * width];
        for (int i = 0; i < scores.length; i++) {
            double weight = weights[among[i % among.length]][from + i / among.length];
            scores[i] = weight * weight / pivots[i / among.length];
        }
        int[] sorted = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparing(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < count; i++) {
            mask[among[sorted[i] % among.length]][from + sorted[i] / among.length] = true;
        }
        if (count > 0 && count < sorted.length) {
            double gap = 1 - scores[sorted[count - 1]] / scores[sorted[count]];
            Arrays.stream(among).forEach(row -> close(row, gap));
        }
    }

    private double[] conditionalDiagonal(int from, int to) {
        double[][] left = Arrays.stream(inverse).map(double[]::clone).toArray(double[][]::new);
        double[] diagonal = new double[to - from];
        for (int column = from; column < to; column++) {
            diagonal[column - from] = left[column][column];
            eliminate(left, column);
        }
        return diagonal;
    }

    private void close(int row, double distance) {
        closest[row] = Math.min(closest[row], distance);
    }

    private float[] columnsFrom(int column, int span) {
        float[] some = new float[rows * span];
        for (int i = 0; i < some.length; i++) {
            some[i] = (float) weights[i / span][column + i % span];
        }
        return some;
    }

    private void store(int row, int column, double value) {
        stored[row * columns + column] = (float) value;
        double error = (weights[row][column] - value) / inverse[column][column];
        for (int later = column + 1; later < columns; later++) {
            weights[row][later] -= error * inverse[column][later];
        }
    }

    private void eliminate(int column) {
        eliminate(inverse, column);
    }

    private static void eliminate(double[][] inverse, int column) {
        double[] pivot = inverse[column].clone();
        for (int i = column + 1; i < inverse.length; i++) {
            double factor = inverse[i][column] / pivot[column];
            for (int j = column; j < inverse.length; j++) {
                inverse[i][j] -= factor * pivot[j];
            }
        }
    }

    /** Gauss and Jordan, without pivoting: the matrix is positive definite. */
    private static double[][] inverted(double[][] matrix) {
        int size = matrix.length;
        double[][] inverse = new double[size][size];
        for (int i = 0; i < size; i++) {
            inverse[i][i] = 1;
        }
        for (int pivot = 0; pivot < size; pivot++) {
            double scale = 1 / matrix[pivot][pivot];
            for (int j = 0; j < size; j++) {
                matrix[pivot][j] *= scale;
                inverse[pivot][j] *= scale;
            }
            for (int i = 0; i < size; i++) {
                double factor = i == pivot ? 0 : matrix[i][pivot];
                for (int j = 0; j < size; j++) {
                    matrix[i][j] -= factor * matrix[pivot][j];
                    inverse[i][j] -= factor * inverse[pivot][j];
                }
            }
        }
        return inverse;
    }
}
