package org.jackknife.compression.secondorder;

import java.util.Arrays;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.grid.Grid;

/** The grids of all columns for the rows of a tile, with their scales laid out for loops over rows. */
final class TileGrids {

    /** Adding and subtracting 1.5·2^23 rounds a float of less than 2^22 to the nearest integer, ties to even. */
    private static final float ROUNDING = 0x1.8p23f;

    private final PackedMatrix target;
    private final int rows;
    private final Grid[] spans;
    private final float[][] scales;
    private final float[][] divisors;
    private final float[][] offsets;

    TileGrids(PackedMatrix target, int columns, int rows) {
        this.target = target;
        this.rows = rows;
        this.spans = new Grid[Math.ceilDiv(columns, target.span())];
        this.scales = new float[columns][];
        this.divisors = new float[columns][];
        this.offsets = new float[columns][];
    }

    int rows() {
        return rows;
    }

    /**
     * Chooses the scales of a span.
     *
     * @param column its first column
     * @param weights shape [rows][span]
     * @param importance of all columns, or null
     */
    void fit(int column, float[] weights, float[] importance) {
        int span = target.span();
        float[] weighed = importance == null ? null : Arrays.copyOfRange(importance, column, column + span);
        Grid grid = target.format().fit(weights, rows, span, weighed);
        spans[column / span] = grid;
        int perRow = span / grid.subLength();
        for (int sub = 0; sub < perRow; sub++) {
            float[] scale = new float[rows];
            float[] divisor = new float[rows];
            float[] offset = new float[rows];
            for (int row = 0; row < rows; row++) {
                scale[row] = grid.scale(row, sub * grid.subLength());
                offset[row] = grid.offset(row, sub * grid.subLength());
                // a scale of zero holds the offset alone: level 0
                divisor[row] = scale[row] == 0 ? Float.POSITIVE_INFINITY : scale[row];
            }
            int first = column + sub * grid.subLength();
            Arrays.fill(scales, first, first + grid.subLength(), scale);
            Arrays.fill(divisors, first, first + grid.subLength(), divisor);
            Arrays.fill(offsets, first, first + grid.subLength(), offset);
        }
    }

    /**
     * Rounds the weights of a column to the values nearest to them.
     *
     * @param codes takes the code of each, from {@code at} on
     */
    void round(int column, float[] weights, byte[] codes, int at) {
        Grid grid = spans[column / target.span()];
        if (grid.levels().codebook() == null) {
            toIntegers(grid, column, weights, codes, at);
        } else {
            toCodebook(grid, column % target.span(), weights, codes, at);
        }
    }

    private void toIntegers(Grid grid, int column, float[] weights, byte[] codes, int at) {
        float[] scale = scales[column];
        float[] divisor = divisors[column];
        float[] offset = offsets[column];
        float lowest = grid.levels().lowest();
        float highest = lowest + grid.levels().codes() - 1;
        float[] levels = new float[rows];
        for (int row = 0; row < rows; row++) {
            float level = Math.max(lowest, Math.min(highest, (weights[row] - offset[row]) / divisor[row]));
            level = level + ROUNDING - ROUNDING;
            levels[row] = level - lowest;
            weights[row] = scale[row] * level + offset[row];
        }
        for (int row = 0; row < rows; row++) {
            codes[at + row] = (byte) levels[row];
        }
    }

    private void toCodebook(Grid grid, int column, float[] weights, byte[] codes, int at) {
        for (int row = 0; row < rows; row++) {
            int code = grid.code(row, column, weights[row]);
            codes[at + row] = (byte) code;
            weights[row] = grid.value(row, column, code);
        }
    }

    /**
     * Packs all columns.
     *
     * @param firstRow of the tile
     * @param codes by column and row of the matrix
     */
    void pack(int firstRow, byte[][] codes) {
        int span = target.span();
        byte[] rowwise = new byte[rows * span];
        for (int i = 0; i < spans.length; i++) {
            for (int column = 0; column < span; column++) {
                byte[] from = codes[i * span + column];
                for (int row = 0; row < rows; row++) {
                    rowwise[row * span + column] = from[firstRow + row];
                }
            }
            target.put(firstRow, i * span, spans[i], rowwise);
        }
    }
}
