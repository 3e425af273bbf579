package org.jackknife.wanda.internal;

import java.util.Arrays;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.Masks;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;

/**
 * Zeroes the lowest scores {@code S_ij = |W_ij|·‖X_j‖₂} of every row (arXiv 2306.11695, equation 1): ⌊K·s⌋ of a row of K
 * weights, or n of every m. Equal scores go in order of position, as in the authors' stable sort of a row.
 */
public final class WandaMask {

    private final float[] norms;

    private WandaMask(float[] norms) {
        this.norms = norms;
    }

    /**
     * Scores by what the input channels carried.
     *
     * @param tensor for messages
     * @param sumOfSquares sum of x² of each input channel
     * @throws MethodException if a sum is not finite
     */
    public static WandaMask of(String tensor, float[] sumOfSquares) {
        float[] norms = new float[sumOfSquares.length];
        for (int j = 0; j < norms.length; j++) {
            norms[j] = (float) Math.sqrt(sumOfSquares[j]);
            if (!Float.isFinite(norms[j])) {
                throw new MethodException(
                        "input channel %d of tensor %s has a norm of %s on the calibration corpus; does the dense model run on it?"
                                .formatted(j, tensor, norms[j]));
            }
        }
        return new WandaMask(norms);
    }

    /** Scores as if all input channels carried the same: magnitude within each row. */
    public static WandaMask withoutData(int columns) {
        float[] norms = new float[columns];
        Arrays.fill(norms, 1);
        return new WandaMask(norms);
    }

    /** Zeroes weights in place. */
    public void apply(Matrix matrix, double sparsity, MaskPattern pattern, RowWorkers workers) {
        workers.forRows(matrix.rows(), matrix.columns(), (from, to) -> {
            float[] scores = new float[matrix.columns()];
            for (int row = from; row < to; row++) {
                applyToRow(matrix, row * matrix.columns(), scores, sparsity, pattern);
            }
        });
    }

    private void applyToRow(Matrix matrix, int start, float[] scores, double sparsity, MaskPattern pattern) {
        float[] weights = matrix.weights();
        for (int j = 0; j < scores.length; j++) {
            scores[j] = Math.abs(weights[start + j]) * norms[j];
        }
        if (pattern.structured()) {
            Masks.lowestOfGroups(scores, 0, scores.length, pattern, j -> weights[start + j] = 0);
        } else {
            Masks.lowest(scores, 0, scores.length, (int) (scores.length * sparsity), j -> weights[start + j] = 0);
        }
    }
}
