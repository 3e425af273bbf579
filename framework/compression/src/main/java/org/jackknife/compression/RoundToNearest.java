package org.jackknife.compression;

import java.util.Arrays;
import org.jackknife.compression.grid.Grid;

/**
 * Rounds every weight to the nearest value of its grid: a method of its own, and what others do with a matrix that no
 * calibration token reached.
 */
public final class RoundToNearest {

    private RoundToNearest() {}

    /**
     * Rounds and packs a matrix.
     *
     * @param importance how much an error in each column matters for the choice of scales; null for all alike
     */
    public static void quantise(Matrix matrix, float[] importance, PackedMatrix target, RowWorkers workers) {
        workers.forRows(matrix.rows(), matrix.columns(), (from, to) -> {
            for (int column = 0; column < matrix.columns(); column += target.span()) {
                span(matrix, importance, target, new Rows(from, to - from, column));
            }
        });
    }

    /** One span of some rows. */
    private record Rows(int first, int count, int column) {}

    private static void span(Matrix matrix, float[] importance, PackedMatrix target, Rows rows) {
        int span = target.span();
        float[] weights = new float[rows.count() * span];
        for (int i = 0; i < rows.count(); i++) {
            int at = (rows.first() + i) * matrix.columns() + rows.column();
            System.arraycopy(matrix.weights(), at, weights, i * span, span);
        }
        float[] weighed =
                importance == null ? null : Arrays.copyOfRange(importance, rows.column(), rows.column() + span);
        Grid grid = target.format().fit(weights, rows.count(), span, weighed);
        byte[] codes = new byte[weights.length];
        for (int i = 0; i < rows.count(); i++) {
            grid.round(i, weights, i * span, codes);
        }
        target.put(rows.first(), rows.column(), grid, codes);
    }
}
