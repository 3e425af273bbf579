package org.jackknife.compression.secondorder;

import java.lang.foreign.MemorySegment;
import org.jackknife.compression.grid.Grid;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/**
 * Integers times a scale, the grid of the papers, with scales in single precision. A block is one code, so that what is
 * packed can be read as it is.
 *
 * @param span the group, or {@link #WHOLE_ROW}
 */
record PlainGrid(int bits, boolean symmetric, int span) implements GridFormat {

    @Override
    public TensorType type() {
        return TensorType.I8;
    }

    @Override
    public Grid fit(float[] weights, int rows, int columns, float[] importance) {
        float[] scales = new float[rows];
        float[] offsets = new float[rows];
        for (int row = 0; row < rows; row++) {
            double low = 0;
            double high = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                low = Math.min(low, weights[i]);
                high = Math.max(high, weights[i]);
            }
            double scale = symmetric ? Math.max(high, -low) / ((1 << bits - 1) - 1) : (high - low) / ((1 << bits) - 1);
            scales[row] = (float) scale;
            offsets[row] = symmetric ? 0 : (float) (-Math.rint(-low / scale) * scale);
        }
        Levels levels = Levels.integers(symmetric ? -(1 << bits - 1) : 0, 1 << bits);
        return new Grid(new Grid.Shape(rows, columns, columns), scales, offsets, levels, null);
    }

    @Override
    public void pack(Grid grid, byte[] codes, MemorySegment target) {
        target.copyFrom(MemorySegment.ofArray(codes));
    }
}
