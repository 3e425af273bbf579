package org.jackknife.compression.grid;

import java.lang.foreign.MemorySegment;
import org.jackknife.gguf.TensorType;

/**
 * Chooses the scales of a stored form and packs rounded weights into its blocks. Rounding itself is left to the caller,
 * so that a method can push the error of one column on to the next ones before those are rounded. Immutable; threads may
 * share it.
 */
public interface GridFormat {

    /** The span of a form that has one scale for a whole row. */
    int WHOLE_ROW = 0;

    /** The ggml type of the blocks. */
    TensorType type();

    /**
     * How many neighbouring columns get their scales in one go: a group, a super-block, or {@link #WHOLE_ROW}.
     */
    int span();

    /**
     * Chooses scales for one span of some rows. Rows are independent of one another; many in one call take less time.
     *
     * @param weights row-major, shape [rows][columns], finite
     * @param columns the span, or the row length where the span is {@link #WHOLE_ROW}; a multiple of the block size
     * @param importance how much an error in each column matters, {@code columns} long, not negative; null, or all
     *     zero, for all alike
     * @return the grid, exactly as the blocks will hold it (scales rounded to their stored precision)
     * @throws org.jackknife.api.method.MethodException if a scale is beyond what the blocks hold
     */
    Grid fit(float[] weights, int rows, int columns, float[] importance);

    /**
     * Packs codes into blocks.
     *
     * @param grid from {@link #fit}
     * @param codes row-major, shape [rows][columns], as {@link Grid#code} gives them
     * @param target the blocks of these columns, row after row: {@code type().bytesFor(rows * columns)} bytes
     */
    void pack(Grid grid, byte[] codes, MemorySegment target);
}
