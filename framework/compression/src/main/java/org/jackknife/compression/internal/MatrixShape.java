package org.jackknife.compression.internal;

import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.TensorSpec;

/**
 * A tensor as matrices: one, or one for each expert.
 *
 * @param rows outputs
 * @param columns inputs
 * @param experts how many matrices lie one after the other
 */
record MatrixShape(int rows, int columns, int experts) {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * The shape of a tensor of two or more dimensions.
     *
     * @throws MethodException if a matrix has more weights than fit one array
     */
    static MatrixShape of(TensorSpec tensor) {
        long columns = tensor.shape().get(0);
        long rows = tensor.shape().get(1);
        if (columns * rows > LARGEST_ARRAY) {
            throw new MethodException("tensor %s has matrices of %d weights, more than the %d that fit one array; exclude it"
                    .formatted(tensor.name(), columns * rows, LARGEST_ARRAY));
        }
        return new MatrixShape((int) rows, (int) columns, Math.toIntExact(tensor.elements() / (rows * columns)));
    }

    int weights() {
        return rows * columns;
    }
}
