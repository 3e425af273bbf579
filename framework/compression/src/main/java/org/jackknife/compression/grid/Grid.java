package org.jackknife.compression.grid;

import java.util.Arrays;

/**
 * Holds the values that one span of columns can take, for some rows: {@code scale·level(code) + offset}, with one scale
 * and offset for every {@link #subLength} columns of a row. A scale of zero holds the offset alone. Immutable.
 *
 * <p>Rounding is to the nearest value, by {@code (weight - offset) / scale} in single precision as PyTorch computes it,
 * ties to the even level. Values are bit for bit those that ggml decodes, but for the sign of zero: the product of a
 * stored scale and a level fits a float, so that a decoder which fuses it with the sum rounds the same way.
 */
public final class Grid {

    private final int rows;
    private final int columns;
    private final int subLength;
    private final int subs;
    private final float[] scales;
    private final float[] offsets;
    private final Levels levels;
    private final byte[] blocks;

    /**
     * How the scales are laid out.
     *
     * @param rows rows
     * @param columns columns of the span
     * @param subLength columns that share a scale, a divisor of {@code columns}
     */
    public record Shape(int rows, int columns, int subLength) {

        /** Checks that scales divide the columns among them. */
        public Shape {
            if (rows < 1 || columns < 1 || subLength < 1 || columns % subLength != 0) {
                throw new IllegalArgumentException("%d x %d weights cannot have scales for every %d columns"
                        .formatted(rows, columns, subLength));
            }
        }

        /** How many scales there are. */
        public int scales() {
            return rows * (columns / subLength);
        }
    }

    /**
     * A grid.
     *
     * @param scales shape [rows][columns / subLength], finite; not copied
     * @param offsets same shape, finite; not copied
     * @param blocks the stored form that these scales were read from, for {@link GridFormat#pack} to put codes into;
     *     null where scales and offsets say all; not copied
     */
    public Grid(Shape shape, float[] scales, float[] offsets, Levels levels, byte[] blocks) {
        if (scales.length != shape.scales() || offsets.length != shape.scales()) {
            throw new IllegalArgumentException("%d scales and %d offsets do not make %d of each"
                    .formatted(scales.length, offsets.length, shape.scales()));
        }
        this.rows = shape.rows();
        this.columns = shape.columns();
        this.subLength = shape.subLength();
        this.subs = columns / subLength;
        this.scales = scales;
        this.offsets = offsets;
        this.levels = levels;
        this.blocks = blocks;
    }

    public int rows() {
        return rows;
    }

    /** Columns of the span. */
    public int columns() {
        return columns;
    }

    /** Columns that share a scale. */
    public int subLength() {
        return subLength;
    }

    /** What scales are multiplied with. */
    public Levels levels() {
        return levels;
    }

    /** The scale of a weight. */
    public float scale(int row, int column) {
        return scales[row * subs + column / subLength];
    }

    /** The offset of a weight. */
    public float offset(int row, int column) {
        return offsets[row * subs + column / subLength];
    }

    /** The stored form that the scales were read from, not to be written to; null where there is none. */
    public byte[] blocks() {
        return blocks;
    }

    /** The code of the value nearest to a weight, 0 to {@code levels().codes() - 1}; as a byte it is to be read unsigned. */
    public int code(int row, int column, float weight) {
        int at = row * subs + column / subLength;
        float scale = scales[at];
        return levels.nearest(scale == 0 ? 0 : (weight - offsets[at]) / scale);
    }

    /** The value of a code. */
    public float value(int row, int column, int code) {
        int at = row * subs + column / subLength;
        return scales[at] * levels.level(code) + offsets[at];
    }

    /**
     * Rounds a whole row, as {@link #code} does.
     *
     * @param weights the row lies from {@code at} on
     * @param codes takes the row's codes, from {@code at} on as well
     */
    public void round(int row, float[] weights, int at, byte[] codes) {
        for (int sub = 0; sub < subs; sub++) {
            float scale = scales[row * subs + sub];
            float offset = offsets[row * subs + sub];
            int from = at + sub * subLength;
            if (scale == 0) {
                Arrays.fill(codes, from, from + subLength, (byte) levels.nearest(0));
            } else {
                for (int i = from; i < from + subLength; i++) {
                    codes[i] = (byte) levels.nearest((weights[i] - offset) / scale);
                }
            }
        }
    }
}
