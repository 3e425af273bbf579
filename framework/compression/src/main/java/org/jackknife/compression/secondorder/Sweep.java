package org.jackknife.compression.secondorder;

import java.util.function.Consumer;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.MatrixView;

/**
 * One sweep over the columns of a matrix.
 *
 * @param rule decides what is stored
 * @param factor how columns make up for errors
 * @param current by position, shape [columns][rows]: what is stored, or the original weight plus
 *     {@code Σ d_i R_ij / R_jj} over columns i of which the deviation has been taken in
 * @param deviation the same shape: the original weight, or, of a column that is stored, its deviation d
 * @param tools threads and products
 */
record Sweep(ColumnRule rule, HessianFactor factor, FloatMatrix current, FloatMatrix deviation, Tools tools) {

    /** Columns below which deviations are taken in one by one: a product of that size is not worth a call. */
    private static final int LEAF = 32;

    /** What a sweep works with. */
    record Tools(RowWorkers workers, LinearAlgebra algebra) {}

    int rows() {
        return current.columns();
    }

    void run() {
        rule.prepare(new Segment(this, 0, current.rows()));
        run(0, current.rows());
    }

    /** Stores the columns at some positions, in halves. The deviations of all columns before are in their weights. */
    private void run(int from, int to) {
        int segment = rule.segment();
        if (from % segment == 0 && to - from == Math.min(segment, current.rows() - from)) {
            rule.begin(new Segment(this, from, to));
        }
        int width = to - from;
        if (width <= Math.min(LEAF, segment)) {
            forTiles(from, coupling(from, to), this::store);
            return;
        }
        int unit = width > segment ? segment : LEAF;
        int middle = from + Math.ceilDiv(width, unit) / 2 * unit;
        run(from, middle);
        if (factor.coupled()) {
            makeUp(from, middle, to);
        }
        run(middle, to);
    }

    /** Takes the deviations of the first half into the weights of the second. */
    private void makeUp(int from, int middle, int to) {
        tools.algebra().multiply(
                1,
                new MatrixView(factor.coupling(), from, middle, middle - from, to - middle, true),
                new MatrixView(deviation, from, 0, middle - from, rows(), false),
                1,
                new MatrixView(current, middle, 0, to - middle, rows(), false));
    }

    private void store(Tile tile) {
        for (int i = 0; i < tile.width(); i++) {
            rule.store(tile, i);
            tile.stored(i);
        }
        for (int i = 0; i < tile.width(); i++) {
            current.write(tile.position(i), tile.firstRow(), tile.weights(i), 0, tile.rows());
            deviation.write(tile.position(i), tile.firstRow(), tile.deviations(i), 0, tile.rows());
        }
    }

    /** How the columns at some positions make up for each other, shape [to - from][to - from]. */
    float[][] coupling(int from, int to) {
        float[][] coupling = new float[to - from][to - from];
        for (int i = 0; factor.coupled() && i < coupling.length; i++) {
            factor.coupling().read(from + i, from, coupling[i], 0, coupling.length);
        }
        return coupling;
    }

    /** Runs a task for every tile of as many columns as the coupling has, from a position on, on all threads. */
    void forTiles(int from, float[][] coupling, Consumer<Tile> task) {
        int tiles = Math.ceilDiv(rows(), Tile.ROWS);
        tools.workers().forRows(tiles, Tile.ROWS * coupling.length, (first, last) -> {
            for (int row = first * Tile.ROWS; row < Math.min(rows(), last * Tile.ROWS); row += Tile.ROWS) {
                task.accept(tile(row, from, coupling));
            }
        });
    }

    private Tile tile(int firstRow, int from, float[][] coupling) {
        Tile tile = new Tile(firstRow, Math.min(Tile.ROWS, rows() - firstRow), from, coupling);
        for (int i = 0; i < tile.width(); i++) {
            current.read(from + i, firstRow, tile.weights(i), 0, tile.rows());
            deviation.read(from + i, firstRow, tile.original(i), 0, tile.rows());
        }
        return tile;
    }
}
