package org.jackknife.compression;

import java.lang.foreign.MemorySegment;
import org.jackknife.compression.grid.Grid;
import org.jackknife.compression.grid.GridFormat;

/**
 * Takes the rounded spans of a matrix, in any order, to their places in the stored rows. Threads may put spans of rows
 * apart.
 */
public final class PackedMatrix {

    private final GridFormat format;
    private final int columns;
    private final MemorySegment target;

    /**
     * A matrix to be filled.
     *
     * @param columns row length
     * @param target the stored rows
     */
    public PackedMatrix(GridFormat format, int columns, MemorySegment target) {
        this.format = format;
        this.columns = columns;
        this.target = target;
    }

    /** How the matrix is stored. */
    public GridFormat format() {
        return format;
    }

    /** Columns that get their scales in one go: the format's span, or the whole row. */
    public int span() {
        return format.span() == GridFormat.WHOLE_ROW ? columns : format.span();
    }

    /**
     * Puts one span of some rows.
     *
     * @param row the first of the rows
     * @param column the first column of the span
     * @param codes row-major, shape [grid.rows][grid.columns]
     */
    public void put(int row, int column, Grid grid, byte[] codes) {
        long spanBytes = format.type().bytesFor(grid.columns());
        long rowBytes = format.type().bytesFor(columns);
        MemorySegment packed = MemorySegment.ofArray(new byte[Math.toIntExact(grid.rows() * spanBytes)]);
        format.pack(grid, codes, packed);
        for (int i = 0; i < grid.rows(); i++) {
            long at = (row + i) * rowBytes + format.type().bytesFor(column);
            MemorySegment.copy(packed, i * spanBytes, target, at, spanBytes);
        }
    }
}
