package org.jackknife.numeric.internal;

import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.Triangle;

/**
 * Moves the elements of square matrices: across the diagonal, or end to end. One thread is enough, as memory sets the
 * pace and the factorisations that these moves serve take n times as many operations.
 */
final class Mirror {

    /** Columns moved at once; so many rows of one column lie in the cache until their lines have been used up. */
    private static final int STRIP = 64;

    private Mirror() {}

    /** Copies the upper triangle to the lower one. */
    static void toLower(FloatMatrix matrix) {
        int size = matrix.rows();
        float[] line = new float[STRIP];
        for (int strip = 0; strip < size; strip += STRIP) {
            for (int row = strip + 1; row < size; row++) {
                int count = Math.min(STRIP, row - strip);
                for (int i = 0; i < count; i++) {
                    line[i] = matrix.get(strip + i, row);
                }
                matrix.write(row, strip, line, 0, count);
            }
        }
    }

    /** Copies the lower triangle to the upper one. */
    static void toUpper(FloatMatrix matrix) {
        int size = matrix.rows();
        float[] line = new float[STRIP];
        for (int strip = 0; strip < size; strip += STRIP) {
            for (int row = 0; row < Math.min(size, strip + STRIP) - 1; row++) {
                int from = Math.max(strip, row + 1);
                int count = Math.min(size, strip + STRIP) - from;
                for (int i = 0; i < count; i++) {
                    line[i] = matrix.get(from + i, row);
                }
                matrix.write(row, from, line, 0, count);
            }
        }
    }

    /** Sets all but one triangle to zero. */
    static void keep(Triangle triangle, FloatMatrix matrix) {
        int size = matrix.rows();
        float[] zeros = new float[size];
        for (int row = 0; row < size; row++) {
            if (triangle == Triangle.UPPER) {
                matrix.write(row, 0, zeros, 0, row);
            } else {
                matrix.write(row, row + 1, zeros, 0, size - row - 1);
            }
        }
    }

    /** Reverses the order of rows and that of columns, which together is the order of all elements. */
    static void reverse(FloatMatrix matrix) {
        int size = matrix.rows();
        float[] head = new float[size];
        float[] tail = new float[size];
        for (int row = 0; row < (size + 1) / 2; row++) {
            matrix.read(row, 0, head, 0, size);
            matrix.read(size - 1 - row, 0, tail, 0, size);
            reverse(head);
            reverse(tail);
            matrix.write(row, 0, tail, 0, size);
            matrix.write(size - 1 - row, 0, head, 0, size);
        }
    }

    private static void reverse(float[] line) {
        for (int i = 0, j = line.length - 1; i < j; i++, j--) {
            float swapped = line[i];
            line[i] = line[j];
            line[j] = swapped;
        }
    }

    /** A copy of the diagonal. */
    static float[] diagonal(FloatMatrix matrix) {
        float[] diagonal = new float[matrix.rows()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = matrix.get(i, i);
        }
        return diagonal;
    }
}
