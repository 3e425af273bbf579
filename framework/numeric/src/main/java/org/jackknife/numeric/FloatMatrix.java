package org.jackknife.numeric;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Holds a dense matrix of floats, row after row, in memory outside the Java heap, where native code can work on it in
 * place. It lives as long as the arena that it was allocated in. Not synchronised: threads may share it on disjoint rows.
 *
 * @param data rows times columns floats, row-major, without gaps
 * @param rows at least 1
 * @param columns at least 1
 */
public record FloatMatrix(MemorySegment data, int rows, int columns) {

    private static final long ALIGNMENT = 64;

    /** Checks that the memory is as large as the shape says. */
    public FloatMatrix {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("a matrix of %d x %d has no elements".formatted(rows, columns));
        }
        if (data.byteSize() != bytes(rows, columns)) {
            throw new IllegalArgumentException("a matrix of %d x %d floats takes %d bytes, given are %d"
                    .formatted(rows, columns, bytes(rows, columns), data.byteSize()));
        }
    }

    /** A matrix of zeros. */
    public static FloatMatrix allocate(Arena arena, int rows, int columns) {
        return new FloatMatrix(arena.allocate(bytes(rows, columns), ALIGNMENT), rows, columns);
    }

    /** The bytes that a matrix of this shape takes. */
    public static long bytes(int rows, int columns) {
        return (long) rows * columns * Float.BYTES;
    }

    /** One element. */
    public float get(int row, int column) {
        return data.getAtIndex(ValueLayout.JAVA_FLOAT, index(row, column));
    }

    /** Sets one element. */
    public void set(int row, int column, float value) {
        data.setAtIndex(ValueLayout.JAVA_FLOAT, index(row, column), value);
    }

    /** Copies {@code count} elements of a row, from {@code column} on, into {@code target} from {@code at} on. */
    public void read(int row, int column, float[] target, int at, int count) {
        MemorySegment.copy(data, ValueLayout.JAVA_FLOAT, index(row, column) * Float.BYTES, target, at, count);
    }

    /** Copies {@code count} elements of {@code source}, from {@code at} on, into a row from {@code column} on. */
    public void write(int row, int column, float[] source, int at, int count) {
        MemorySegment.copy(source, at, data, ValueLayout.JAVA_FLOAT, index(row, column) * Float.BYTES, count);
    }

    /** The whole matrix as an operand. */
    public MatrixView view() {
        return view(0, 0, rows, columns);
    }

    /** A rectangle as an operand, from {@code row} and {@code column} on. */
    public MatrixView view(int row, int column, int rows, int columns) {
        return new MatrixView(this, row, column, rows, columns, false);
    }

    private long index(int row, int column) {
        return (long) row * columns + column;
    }
}
