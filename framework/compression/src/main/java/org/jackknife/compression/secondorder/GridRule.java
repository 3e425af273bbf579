package org.jackknife.compression.secondorder;

import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RowWorkers;

/**
 * Rounds every weight to the nearest value of its grid, ready to be packed into the blocks of a stored form.
 *
 * <p>Scales of a span of columns are chosen when the span begins, from weights in which the errors of all earlier columns
 * are made up for; or, where they are <em>static</em>, for all columns before the first is rounded.
 */
public final class GridRule implements ColumnRule {

    private final HessianFactor factor;
    private final PackedMatrix target;
    private final RowWorkers workers;
    private final Scales scales;
    private final TileGrids[] grids;
    private final byte[][] codes;

    /**
     * How scales are chosen.
     *
     * @param fixed whether all of them are chosen before the first column is rounded; needed where columns are not taken in
     *     natural order, as the blocks of a stored form hold neighbours, and below a {@link MaskRule}
     * @param keepZeros whether weights that are zero before the sweep stay zero; the form must hold zeros
     * @param importance how much an error in each column matters for the choice of scales; null for all alike
     */
    public record Scales(boolean fixed, boolean keepZeros, float[] importance) {}

    /**
     * A rule for one matrix.
     *
     * @param rows rows of the matrix
     * @param target takes what {@link #pack} packs
     */
    public GridRule(HessianFactor factor, int rows, Scales scales, PackedMatrix target, RowWorkers workers) {
        this.factor = factor;
        this.target = target;
        this.workers = workers;
        this.scales = scales;
        this.grids = new TileGrids[Math.ceilDiv(rows, Tile.ROWS)];
        this.codes = new byte[factor.columns()][rows];
    }

    @Override
    public void prepare(Segment all) {
        if (scales.fixed()) {
            fit(all);
        }
    }

    @Override
    public int segment() {
        return scales.fixed() ? ALL : target.span();
    }

    @Override
    public void begin(Segment segment) {
        if (!scales.fixed()) {
            fit(segment);
        }
    }

    private void fit(Segment segment) {
        segment.forTiles((firstRow, weights) -> {
            int tile = firstRow / Tile.ROWS;
            if (grids[tile] == null) {
                grids[tile] = new TileGrids(target, factor.columns(), weights[0].length);
            }
            for (int column = segment.from(); column < segment.to(); column += target.span()) {
                fit(grids[tile], column, weights, segment.from());
            }
        });
    }

    /** Chooses the scales of one span of a tile's rows, from its weights row after row. */
    private void fit(TileGrids tile, int column, float[][] ahead, int firstPosition) {
        int span = target.span();
        float[] weights = new float[tile.rows() * span];
        for (int i = 0; i < span; i++) {
            float[] from = ahead[factor.position(column + i) - firstPosition];
            for (int row = 0; row < from.length; row++) {
                weights[row * span + i] = from[row];
            }
        }
        tile.fit(column, weights, scales.importance());
    }

    @Override
    public void store(Tile tile, int index) {
        if (scales.keepZeros()) {
            float[] weights = tile.weights(index);
            float[] original = tile.original(index);
            for (int row = 0; row < weights.length; row++) {
                weights[row] = original[row] == 0 ? 0 : weights[row];
            }
        }
        int column = factor.column(tile.position(index));
        grids[tile.number()].round(column, tile.weights(index), codes[column], tile.firstRow());
    }

    /** Packs all weights, once the sweep is through. */
    public void pack() {
        workers.forRows(grids.length, Tile.ROWS * factor.columns(), (first, last) -> {
            for (int tile = first; tile < last; tile++) {
                grids[tile].pack(tile * Tile.ROWS, codes);
            }
        });
    }
}
