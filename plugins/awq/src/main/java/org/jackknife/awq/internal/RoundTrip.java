package org.jackknife.awq.internal;

import java.util.Arrays;
import org.jackknife.compression.grid.Grid;
import org.jackknife.compression.grid.GridFormat;

/** Replaces weights by the values that they have in a stored form. Safe for use by several threads. */
final class RoundTrip {

    private final GridFormat format;
    private final float[] importance;

    /** @param importance how much an error in each column matters for the choice of scales; null for all alike */
    RoundTrip(GridFormat format, float[] importance) {
        this.format = format;
        this.importance = importance;
    }

    /** Columns that get their scales in one go. */
    static int span(GridFormat format, int columns) {
        return format.span() == GridFormat.WHOLE_ROW ? columns : format.span();
    }

    /**
     * Rounds rows in place.
     *
     * @param weights row-major, shape [rows][columns]
     */
    void apply(float[] weights, int rows, int columns) {
        int span = span(format, columns);
        float[] part = new float[rows * span];
        for (int column = 0; column < columns; column += span) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(weights, row * columns + column, part, row * span, span);
            }
            applyToSpan(part, rows, span, column);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(part, row * span, weights, row * columns + column, span);
            }
        }
    }

    /**
     * Rounds one span of some rows in place.
     *
     * @param part row-major, shape [rows][span]
     * @param column the first column of the span in its matrix
     */
    void applyToSpan(float[] part, int rows, int span, int column) {
        float[] weighed = importance == null ? null : Arrays.copyOfRange(importance, column, column + span);
        Grid grid = format.fit(part, rows, span, weighed);
        byte[] codes = new byte[rows * span];
        for (int row = 0; row < rows; row++) {
            grid.round(row, part, row * span, codes);
        }
        for (int i = 0; i < codes.length; i++) {
            part[i] = grid.value(i / span, i % span, Byte.toUnsignedInt(codes[i]));
        }
    }
}
