package org.jackknife.numeric;

import java.util.Objects;

/**
 * Shows a rectangle of a matrix, as it is or transposed, without copying it. Its operand is
 * {@code matrix[row .. row + rows, column .. column + columns]}, read with rows and columns exchanged where it is
 * transposed.
 *
 * @param matrix what it is a part of
 * @param row first row, in the matrix
 * @param column first column, in the matrix
 * @param rows rows of the rectangle before it is transposed, at least 1
 * @param columns columns of the rectangle before it is transposed, at least 1
 * @param transposed whether rows and columns are exchanged
 */
public record MatrixView(FloatMatrix matrix, int row, int column, int rows, int columns, boolean transposed) {

    /** Checks that the rectangle has elements and lies inside the matrix. */
    public MatrixView {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("a view of %d x %d has no elements".formatted(rows, columns));
        }
        Objects.checkFromIndexSize(row, rows, matrix.rows());
        Objects.checkFromIndexSize(column, columns, matrix.columns());
    }

    /** The same rectangle with rows and columns exchanged. */
    public MatrixView transpose() {
        return new MatrixView(matrix, row, column, rows, columns, !transposed);
    }

    /** Rows of the operand. */
    public int height() {
        return transposed ? columns : rows;
    }

    /** Columns of the operand. */
    public int width() {
        return transposed ? rows : columns;
    }

    /** Elements from the start of the matrix to the first one of the rectangle. */
    public long offset() {
        return (long) row * matrix.columns() + column;
    }
}
