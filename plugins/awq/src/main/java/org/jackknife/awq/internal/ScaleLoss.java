package org.jackknife.awq.internal;

import org.jackknife.compression.OutputError;
import org.jackknife.compression.RowWorkers;

/**
 * Measures what rounding costs with scales (equation 4 of AWQ, arXiv 2306.00978):
 * {@code ‖X·ΔWᵀ‖² = tr(ΔW·H·ΔWᵀ)} with {@code ΔW = Q(W·diag(s))·diag(s)⁻¹ - W} and {@code H = XᵀX}, exact for the rows
 * that it looks at.
 */
final class ScaleLoss {

    private final OutputError outputs;
    private final RowWorkers workers;

    /** @param outputs measures on the inputs that the matrix reads */
    ScaleLoss(OutputError outputs, RowWorkers workers) {
        this.outputs = outputs;
        this.workers = workers;
    }

    /**
     * The loss of some rows.
     *
     * @param weights W, row-major, shape [rows][scales.length]
     * @param scales one for each column
     */
    double of(float[] weights, float[] scales, RoundTrip rounding) {
        int columns = scales.length;
        int rows = weights.length / columns;
        float[] change = new float[weights.length];
        workers.forRows(rows, columns, (from, to) -> {
            float[] rounded = new float[(to - from) * columns];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = weights[from * columns + i] * scales[i % columns];
            }
            rounding.apply(rounded, to - from, columns);
            for (int i = 0; i < rounded.length; i++) {
                change[from * columns + i] = rounded[i] / scales[i % columns] - weights[from * columns + i];
            }
        });
        return outputs.squaredOutput(change, rows);
    }
}
