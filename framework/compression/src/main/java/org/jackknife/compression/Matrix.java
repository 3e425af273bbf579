package org.jackknife.compression;

/**
 * One matrix of a model, or that of one expert, in single precision.
 *
 * @param tensor the name of the tensor
 * @param expert the expert's number, 0 for a matrix without experts
 * @param rows outputs
 * @param columns inputs
 * @param weights finite, row-major, shape [rows][columns]; not copied, a method may work in them
 */
public record Matrix(String tensor, int expert, int rows, int columns, float[] weights) {

    /** Checks the shape. */
    public Matrix {
        if ((long) rows * columns != weights.length) {
            throw new IllegalArgumentException(
                    "matrix %s of %d x %d has %d weights".formatted(tensor, rows, columns, weights.length));
        }
    }
}
