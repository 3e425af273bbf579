package org.jackknife.numeric.internal;

import java.lang.foreign.MemorySegment;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.MatrixView;

/**
 * Points native code at a rectangle of floats.
 *
 * @param memory what the rectangle is a part of, usable by every thread of one call
 * @param offset elements from the start of the memory to the first one
 * @param rows rows in memory
 * @param columns columns in memory
 * @param stride elements from one row to the next
 * @param transposed whether it is read with rows and columns exchanged
 */
record Block(MemorySegment memory, long offset, int rows, int columns, int stride, boolean transposed) {

    static Block of(MatrixView view) {
        return new Block(shared(view.matrix().data()), view.offset(), view.rows(), view.columns(),
                view.matrix().columns(), view.transposed());
    }

    static Block of(FloatMatrix matrix) {
        return of(matrix.view());
    }

    static Block of(MemorySegment data, int rows, int columns) {
        return new Block(shared(data), 0, rows, columns, columns, false);
    }

    /**
     * Memory that the helpers of a call may touch. A confined arena would keep them out; only its owner can close it, and
     * that thread is the one that waits for them.
     */
    private static MemorySegment shared(MemorySegment data) {
        boolean confined = !data.isAccessibleBy(Thread.ofPlatform().unstarted(() -> {}));
        if (confined && !data.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("the matrix lies in an arena of another thread; allocate it in a shared arena");
        }
        if (!data.scope().isAlive()) {
            throw new IllegalStateException("the arena of the matrix is closed");
        }
        return confined ? MemorySegment.ofAddress(data.address()).reinterpret(data.byteSize()) : data;
    }

    /** A rectangle of the operand, which is transposed if this one is. */
    Block part(int row, int rows, int column, int columns) {
        return transposed
                ? new Block(memory, offset + (long) column * stride + row, columns, rows, stride, true)
                : new Block(memory, offset + (long) row * stride + column, rows, columns, stride, false);
    }

    Block transpose() {
        return new Block(memory, offset, rows, columns, stride, !transposed);
    }

    /** Columns of the operand. */
    int width() {
        return transposed ? rows : columns;
    }

    MemorySegment address() {
        return memory.asSlice(offset * Float.BYTES);
    }
}
