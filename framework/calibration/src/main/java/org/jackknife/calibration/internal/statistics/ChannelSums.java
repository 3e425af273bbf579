package org.jackknife.calibration.internal.statistics;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Adds up what the input channels of one matrix see. Pieces of rows are added in single precision, where the loop becomes
 * vector instructions, and their sums in double, so that the error does not grow with the corpus.
 */
final class ChannelSums {

    /** Rows of a piece: few enough for single precision and for the processor's cache. */
    private static final int PIECE = 64;

    private final int width;
    private final double[] squares;
    private final double[] magnitudes;
    private final float[] maxima;
    private final float[] pieceSquares;
    private final float[] pieceMagnitudes;
    private final float[] row;
    private long rows;

    ChannelSums(int width) {
        this.width = width;
        this.squares = new double[width];
        this.magnitudes = new double[width];
        this.maxima = new float[width];
        this.pieceSquares = new float[width];
        this.pieceMagnitudes = new float[width];
        this.row = new float[width];
    }

    /** Adds rows, shape [count][width]. */
    void add(MemorySegment values, int count) {
        for (int from = 0; from < count; from += PIECE) {
            int end = Math.min(count, from + PIECE);
            for (int at = from; at < end; at++) {
                MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, (long) at * width * Float.BYTES, row, 0, width);
                addRow(row, pieceSquares, pieceMagnitudes, maxima);
            }
            drain(pieceSquares, squares);
            drain(pieceMagnitudes, magnitudes);
        }
        rows += count;
    }

    /** Static and over plain arrays, so that it becomes vector instructions. */
    private static void addRow(float[] row, float[] squares, float[] magnitudes, float[] maxima) {
        for (int i = 0; i < row.length; i++) {
            float value = row[i];
            float magnitude = Math.abs(value);
            squares[i] += value * value;
            magnitudes[i] += magnitude;
            maxima[i] = Math.max(maxima[i], magnitude);
        }
    }

    private static void drain(float[] piece, double[] total) {
        for (int i = 0; i < piece.length; i++) {
            total[i] += piece[i];
            piece[i] = 0;
        }
    }

    /** How many rows were added. */
    long rows() {
        return rows;
    }

    /** Sum of x² by channel. */
    double[] squares() {
        return squares;
    }

    /** Sum of |x| by channel. */
    double[] magnitudes() {
        return magnitudes;
    }

    /** Largest |x| by channel. */
    float[] maxima() {
        return maxima;
    }
}
