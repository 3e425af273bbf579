package org.jackknife.compression;

import org.jackknife.numeric.FloatMatrix;

/**
 * Measures how large the outputs of weights are on calibration data, and so how much a change of weights changes them:
 * ‖XΔWᵀ‖² = tr(ΔW·XᵀX·ΔWᵀ). Safe for use by several threads.
 */
public interface OutputError {

    /**
     * ‖XWᵀ‖², summed over the outputs.
     *
     * @param weights row-major, shape [rows][width]
     */
    double squaredOutput(float[] weights, int rows);

    /** Measures by the Gram matrix XᵀX of all inputs. */
    static OutputError ofGram(FloatMatrix gram) {
        return (weights, rows) -> byGram(gram, weights, rows);
    }

    /** Measures on some input rows, row-major, shape [rows][width]. */
    static OutputError ofRows(float[] inputs, int width) {
        return (weights, rows) -> byRows(inputs, width, weights, rows);
    }

    private static double byGram(FloatMatrix gram, float[] weights, int rows) {
        int width = gram.columns();
        float[] line = new float[width];
        double sum = 0;
        for (int i = 0; i < width; i++) {
            gram.read(i, 0, line, 0, width);
            for (int row = 0; row < rows; row++) {
                int at = row * width;
                if (weights[at + i] != 0) {
                    // symmetric: everything right of the diagonal counts twice
                    double right = dot(line, i + 1, weights, at + i + 1, width - i - 1);
                    sum += weights[at + i] * ((double) line[i] * weights[at + i] + 2 * right);
                }
            }
        }
        // rounding may leave a tiny negative sum of a tiny change
        return Math.max(0, sum);
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
