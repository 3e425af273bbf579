package org.jackknife.compression.secondorder;

import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.Masks;

/**
 * Zeroes the weights whose loss costs least, by SparseGPT's score {@code w² R_jj²} ({@code w² / [H⁻¹]_cc} of the columns that
 * are left; arXiv 2301.00774, algorithm 1), and stores the others as they are or by another rule.
 *
 * <p>The unstructured mask is chosen for one block of columns at a time over all rows, the structured one for each group
 * of neighbours in a row, both when the errors of all columns before are in the weights. Equal scores go in order of the
 * column, then the row.
 */
public final class MaskRule implements ColumnRule {

    private final HessianFactor factor;
    private final Sparsity sparsity;
    private final ColumnRule kept;
    private final byte[][] masks;

    /**
     * How much is zeroed.
     *
     * @param fraction of all weights, 0 to 1; a structured pattern fixes it
     * @param pattern which weights may go together; its group divides the number of columns
     * @param block columns that the unstructured mask is chosen for at a time, at least 1
     */
    public record Sparsity(double fraction, MaskPattern pattern, int block) {}

    /**
     * A rule for one matrix.
     *
     * @param factor in natural order where the pattern is structured
     * @param rows rows of the matrix
     * @param kept what is stored of what is left, zeros included; a rule without segments
     */
    public MaskRule(HessianFactor factor, int rows, Sparsity sparsity, ColumnRule kept) {
        this.factor = factor;
        this.sparsity = sparsity;
        this.kept = kept;
        this.masks = new byte[factor.columns()][rows];
    }

    @Override
    public void prepare(Segment all) {
        kept.prepare(all);
    }

    @Override
    public int segment() {
        return sparsity.pattern().structured() ? ALL : sparsity.block();
    }

    @Override
    public void begin(Segment segment) {
        if (sparsity.pattern().structured()) {
            return;
        }
        int rows = segment.rows();
        float[] scores = new float[Math.multiplyExact(segment.width(), rows)];
        segment.forTiles((firstRow, weights) -> {
            for (int i = 0; i < weights.length; i++) {
                float pivot = factor.pivots()[segment.from() + i];
                for (int row = 0; row < weights[i].length; row++) {
                    scores[i * rows + firstRow + row] = weights[i][row] * weights[i][row] * pivot;
                }
            }
        });
        int count = Math.toIntExact(zerosUpTo(segment.to(), rows) - zerosUpTo(segment.from(), rows));
        Masks.lowest(scores, 0, scores.length, count, at -> masks[segment.from() + at / rows][at % rows] = 1);
    }

    /** Zeros of all columns before a position, so that rounding never adds up. */
    private long zerosUpTo(int position, int rows) {
        return Math.round(sparsity.fraction() * position * rows);
    }

    @Override
    public void store(Tile tile, int index) {
        int position = tile.position(index);
        if (sparsity.pattern().structured() && position % sparsity.pattern().group() == 0) {
            chooseGroup(tile, index);
        }
        float[] weights = tile.weights(index);
        byte[] mask = masks[position];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = mask[tile.firstRow() + row] != 0 ? 0 : weights[row];
        }
        kept.store(tile, index);
    }

    private void chooseGroup(Tile tile, int index) {
        int group = sparsity.pattern().group();
        float[][] weights = tile.ahead(index, group);
        float[] scores = new float[group];
        for (int row = 0; row < tile.rows(); row++) {
            for (int i = 0; i < group; i++) {
                scores[i] = weights[i][row] * weights[i][row] * factor.pivots()[tile.position(index + i)];
            }
            int at = tile.firstRow() + row;
            Masks.lowestOfGroups(
                    scores, 0, group, sparsity.pattern(), i -> masks[tile.position(index + i)][at] = 1);
        }
    }
}
