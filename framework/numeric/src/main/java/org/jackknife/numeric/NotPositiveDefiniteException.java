package org.jackknife.numeric;

/**
 * Says that a matrix has no Cholesky factor, and where that showed. The matrix that was to be factored is as it was, so
 * that a caller can raise the damping and try again.
 */
public final class NotPositiveDefiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int pivot;

    /**
     * @param pivot row of the first pivot that is not above zero, in the order of the caller's matrix
     * @param size rows of the matrix
     */
    public NotPositiveDefiniteException(int pivot, int size) {
        super(("the matrix of %d x %1$d is not positive definite: the pivot of row %d is not above zero; add to its "
                + "diagonal (raise the damping), and check that what it was made of is finite").formatted(size, pivot));
        this.pivot = pivot;
    }

    /** The row whose pivot is zero, negative or not a number, counted from 0. */
    public int pivot() {
        return pivot;
    }
}
