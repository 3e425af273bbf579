package org.jackknife.compression.internal.grid;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.grid.Grid;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.Levels;
import org.jackknife.compression.grid.UniformScheme;
import org.jackknife.gguf.TensorType;

/** Integers times the scale of a group; {@link org.jackknife.compression.grid.GridFormats#uniform} says how. */
public final class UniformFormat implements GridFormat {

    private final UniformScheme scheme;
    private final Levels levels;
    private final RangeScale rangeScale;
    private final IntegerBlock block;

    /**
     * @param exactZero whether zero is a level of asymmetric grids too
     */
    public UniformFormat(UniformScheme scheme, boolean exactZero) {
        this.scheme = scheme;
        levels = scheme.levels();
        rangeScale = new RangeScale(scheme.symmetric(), exactZero, levels);
        block = new IntegerBlock(scheme.type(), levels.lowest());
    }

    @Override
    public TensorType type() {
        return scheme.type();
    }

    @Override
    public int span() {
        return scheme.group();
    }

    @Override
    public Grid fit(float[] weights, int rows, int columns, float[] importance) {
        float[] scales = new float[rows];
        float[] offsets = new float[rows];
        ScaleSearch search = scheme.searchScale() ? new ScaleSearch(rangeScale, levels, importance) : null;
        for (int row = 0; row < rows; row++) {
            Range range = Range.of(weights, row * columns, columns);
            Affine chosen = search == null ? rangeScale.of(range, 1) : search.best(range, weights, row * columns, columns);
            scales[row] = stored(chosen.scale(), range);
            offsets[row] = stored(chosen.offset(), range);
        }
        return new Grid(new Grid.Shape(rows, columns, columns), scales, offsets, levels, null);
    }

    private float stored(float number, Range range) {
        if (Float.isInfinite(number)) {
            throw new MethodException(("weights from %s to %s need a scale or an offset beyond 65504, the greatest that blocks of "
                    + "%s hold; choose a K-quant or a float type for this tensor").formatted(range.least(), range.greatest(), type()));
        }
        return number;
    }

    @Override
    public void pack(Grid grid, byte[] codes, MemorySegment target) {
        int columns = grid.columns();
        byte[] bytes = new byte[Math.toIntExact(type().bytesFor((long) grid.rows() * columns))];
        int at = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < columns; column += IntegerBlock.COLUMNS) {
                block.putScale(grid.scale(row, column), grid.offset(row, column), bytes, at);
                block.putCodes(codes, row * columns + column, bytes, at);
                at += type().blockBytes();
            }
        }
        MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }
}
