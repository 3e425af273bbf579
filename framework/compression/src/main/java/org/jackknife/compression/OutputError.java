package org.jackknife.compression;

import java.lang.foreign.Arena;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.MatrixView;

/**
 * Measures how large the outputs of weights are on calibration data, and so how much a change of weights changes them:
 * ‖XΔWᵀ‖² = tr(ΔW·XᵀX·ΔWᵀ). Safe for use by several threads.
 */
public interface OutputError {

    /** Columns that are multiplied at a time. */
    int PANEL = 512;

    /**
     * ‖XWᵀ‖², summed over the outputs.
     *
     * @param weights row-major, shape [rows][width]
     */
    double squaredOutput(float[] weights, int rows);

    /**
     * Measures by the Gram matrix XᵀX of all inputs.
     *
     * @param algebra computes products, on one thread: pieces of a matrix are measured side by side
     */
    static OutputError ofGram(FloatMatrix gram, LinearAlgebra algebra) {
        return (weights, rows) -> byGram(gram, algebra, weights, rows);
    }

    /** Measures on some input rows, row-major, shape [rows][width]. */
    static OutputError ofRows(float[] inputs, int width) {
        return (weights, rows) -> byRows(inputs, width, weights, rows);
    }

    private static double byGram(FloatMatrix gram, LinearAlgebra algebra, float[] weights, int rows) {
        int width = gram.columns();
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix left = FloatMatrix.allocate(arena, rows, width);
            FloatMatrix product = FloatMatrix.allocate(arena, rows, Math.min(width, PANEL));
            for (int row = 0; row < rows; row++) {
                left.write(row, 0, weights, row * width, width);
            }
            double sum = 0;
            float[] line = new float[PANEL];
            for (int column = 0; column < width; column += PANEL) {
                int columns = Math.min(PANEL, width - column);
                multiply(left, gram, algebra, column, product.view(0, 0, rows, columns));
                for (int row = 0; row < rows; row++) {
                    product.read(row, 0, line, 0, columns);
                    sum += dot(line, 0, weights, row * width + column, columns);
                }
            }
            // rounding may leave a tiny negative sum of a tiny change
            return Math.max(0, sum);
        }
    }

    /**
     * The share of one panel in ΔW·XᵀX·ΔWᵀ. XᵀX is symmetric: what a panel makes with those left of it counts twice, and
     * those right of it are left to themselves, which saves nearly half of the work.
     */
    private static void multiply(
            FloatMatrix left, FloatMatrix gram, LinearAlgebra algebra, int column, MatrixView product) {
        int columns = product.columns();
        algebra.multiply(
                1,
                left.view(0, column, left.rows(), columns),
                gram.view(column, column, columns, columns),
                0,
                product);
        if (column > 0) {
            algebra.multiply(
                    2, left.view(0, 0, left.rows(), column), gram.view(0, column, column, columns), 1, product);
        }
    }

    private static double byRows(float[] inputs, int width, float[] weights, int rows) {
        double sum = 0;
        for (int input = 0; input < inputs.length / width; input++) {
            for (int row = 0; row < rows; row++) {
                double output = dot(inputs, input * width, weights, row * width, width);
                sum += output * output;
            }
        }
        return sum;
    }

    private static double dot(float[] left, int leftFrom, float[] right, int rightFrom, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) left[leftFrom + i] * right[rightFrom + i];
        }
        return sum;
    }
}
