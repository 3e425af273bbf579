package org.jackknife.compression.secondorder;

import java.util.function.Consumer;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;

/** Turns a matrix, row after row, into columns in the order of treatment, and back. Weights of dead channels are zero. */
final class Columns {

    /** Rows and columns moved at once: both sides of the transposition stay in the first cache. */
    private static final int SIDE = 64;

    private final Matrix matrix;
    private final HessianFactor factor;
    private final RowWorkers workers;

    Columns(Matrix matrix, HessianFactor factor, RowWorkers workers) {
        this.matrix = matrix;
        this.factor = factor;
        this.workers = workers;
    }

    /** Copies the weights, shape [columns][rows]. */
    void read(FloatMatrix target) {
        forSquares(square -> {
            square.copyRows(matrix, true);
            for (int i = 0; i < square.columns(); i++) {
                int column = square.column() + i;
                if (!factor.dead(column)) {
                    target.write(factor.position(column), square.row(), square.gather(i), 0, square.rows());
                }
            }
        });
    }

    /** Copies back. */
    void write(FloatMatrix source) {
        forSquares(square -> {
            for (int i = 0; i < square.columns(); i++) {
                source.read(factor.position(square.column() + i), square.row(), square.line(), 0, square.rows());
                square.scatter(i);
            }
            square.copyRows(matrix, false);
        });
    }

    private void forSquares(Consumer<Square> task) {
        int strips = Math.ceilDiv(matrix.rows(), SIDE);
        workers.forRows(strips, SIDE * matrix.columns(), (from, to) -> {
            float[] buffer = new float[SIDE * SIDE];
            float[] line = new float[SIDE];
            for (int row = from * SIDE; row < Math.min(matrix.rows(), to * SIDE); row += SIDE) {
                int rows = Math.min(SIDE, matrix.rows() - row);
                for (int column = 0; column < matrix.columns(); column += SIDE) {
                    int columns = Math.min(SIDE, matrix.columns() - column);
                    task.accept(new Square(row, rows, column, columns, new Buffers(buffer, line)));
                }
            }
        });
    }

    /** What squares of one task share: all weights of a square row by row, and one of its columns. */
    private record Buffers(float[] square, float[] line) {}

    /** A square of the matrix, as a copy: its rows lie a power of two apart in models, where they evict each other. */
    private record Square(int row, int rows, int column, int columns, Buffers buffers) {

        float[] line() {
            return buffers.line();
        }

        void copyRows(Matrix matrix, boolean out) {
            for (int i = 0; i < rows; i++) {
                int at = (row + i) * matrix.columns() + column;
                if (out) {
                    System.arraycopy(matrix.weights(), at, buffers.square(), i * SIDE, columns);
                } else {
                    System.arraycopy(buffers.square(), i * SIDE, matrix.weights(), at, columns);
                }
            }
        }

        /** One column as the line. */
        float[] gather(int index) {
            for (int i = 0; i < rows; i++) {
                buffers.line()[i] = buffers.square()[i * SIDE + index];
            }
            return buffers.line();
        }

        /** The line as one column. */
        void scatter(int index) {
            for (int i = 0; i < rows; i++) {
                buffers.square()[i * SIDE + index] = buffers.line()[i];
            }
        }
    }
}
