package org.jackknife.numeric.internal;

import java.lang.foreign.MemorySegment;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.MatrixView;

/** Refuses operands that do not fit together, before anything is computed. */
final class Shapes {

    private Shapes() {}

    static void square(FloatMatrix matrix) {
        if (matrix.rows() != matrix.columns()) {
            throw new IllegalArgumentException(
                    "the matrix must be square, it is %d x %d".formatted(matrix.rows(), matrix.columns()));
        }
        writable(matrix);
    }

    static void invertible(FloatMatrix matrix) {
        for (int i = 0; i < matrix.rows(); i++) {
            float element = matrix.get(i, i);
            if (element == 0 || Float.isNaN(element)) {
                throw new IllegalArgumentException(
                        "a triangular matrix with %s on its diagonal, in row %d, has no inverse".formatted(element, i));
            }
        }
    }

    static void gram(long floats, int count, FloatMatrix target) {
        square(target);
        if (count < 0 || floats < (long) count * target.columns()) {
            throw new IllegalArgumentException("%d rows of %d columns take %d floats, given are %d"
                    .formatted(count, target.columns(), (long) count * target.columns(), floats));
        }
    }

    static void product(MatrixView a, MatrixView b, MatrixView c) {
        if (a.height() != c.height() || a.width() != b.height() || b.width() != c.width()) {
            throw new IllegalArgumentException("%d x %d times %d x %d does not make %d x %d".formatted(
                    a.height(), a.width(), b.height(), b.width(), c.height(), c.width()));
        }
        if (c.transposed()) {
            throw new IllegalArgumentException("the result of a product cannot be transposed; exchange the factors");
        }
        if (overlap(a, c) || overlap(b, c)) {
            throw new IllegalArgumentException("the result of a product shares elements with a factor; copy the factor");
        }
        nativeMemory(a.matrix().data());
        nativeMemory(b.matrix().data());
        writable(c.matrix());
    }

    static void nativeMemory(MemorySegment data) {
        if (!data.isNative()) {
            throw new IllegalArgumentException("the matrix lies on the Java heap; allocate it in an arena");
        }
    }

    private static void writable(FloatMatrix matrix) {
        nativeMemory(matrix.data());
        if (matrix.data().isReadOnly()) {
            throw new IllegalArgumentException("the matrix is read-only; copy it");
        }
    }

    private static boolean overlap(MatrixView one, MatrixView other) {
        if (one.matrix().data().asOverlappingSlice(other.matrix().data()).isEmpty()) {
            return false;
        }
        boolean sameGrid = one.matrix().data().address() == other.matrix().data().address()
                && one.matrix().columns() == other.matrix().columns();
        // two matrices of different shape over the same memory: which elements coincide is not worth finding out
        return !sameGrid
                || meet(one.row(), one.rows(), other.row(), other.rows())
                        && meet(one.column(), one.columns(), other.column(), other.columns());
    }

    private static boolean meet(int from, int count, int otherFrom, int otherCount) {
        return from < otherFrom + otherCount && otherFrom < from + count;
    }
}
