package org.jackknife.numeric;

import java.lang.foreign.MemorySegment;
import org.jackknife.numeric.internal.OpenBlasAlgebra;
import org.jackknife.numeric.internal.PlainAlgebra;

/**
 * Computes with dense matrices in single precision: products, Gram matrices, Cholesky factors and their inverses.
 *
 * <p><b>Same bytes.</b> On one kind of processor a call gives the same bits every time and on any number of threads:
 * the work is cut into pieces whose borders depend on the shape alone, and each piece is computed by one thread. On
 * another kind of processor OpenBLAS picks other kernels, which add in another order.
 *
 * <p>Matrices must lie in native memory. Implementations are immutable and may be used by several threads at once on
 * matrices that none of them writes to. Shapes are checked before native code is reached; what does not fit is an
 * {@link IllegalArgumentException}. NaN and infinities are not looked for, but in {@link #cholesky} and
 * {@link #inverseCholesky} they show as a pivot that is not above zero.
 */
public interface LinearAlgebra {

    /**
     * OpenBLAS through FFM. The library is unpacked and loaded by the first call in this process.
     *
     * @param threads threads that one call uses, at least 1
     * @throws NativeLibraryException if there is no library for this platform, or it cannot be unpacked or loaded
     */
    static LinearAlgebra openBlas(int threads) {
        return new OpenBlasAlgebra(threads);
    }

    /**
     * OpenBLAS where it can be loaded here, and {@link #plain} otherwise.
     *
     * @param threads as {@link #openBlas} takes it
     */
    static LinearAlgebra fastest(int threads) {
        return OpenBlasAlgebra.available() ? openBlas(threads) : plain();
    }

    /** Loops in Java with sums in double precision: slow, and what the fast one is held to. */
    static LinearAlgebra plain() {
        return new PlainAlgebra();
    }

    /**
     * Adds {@code XᵀX} to the upper triangle of a square matrix; what lies below the diagonal stays as it is. Call
     * {@link #symmetrise} when everything has been added.
     *
     * @param rows X, row-major, shape [count][target.columns()]
     * @param count rows of X, at least 0
     */
    void addGram(MemorySegment rows, int count, FloatMatrix target);

    /** Adds {@code XᵀX} as {@link #addGram(MemorySegment, int, FloatMatrix)} does; further elements are not read. */
    void addGram(float[] rows, int count, FloatMatrix target);

    /** Copies the upper triangle of a square matrix to the lower one. */
    void symmetrise(FloatMatrix target);

    /**
     * Sets {@code c = alpha·a·b + beta·c}.
     *
     * @param a shape [m][k]
     * @param b shape [k][n]
     * @param c shape [m][n], not transposed; shares no element with {@code a} or {@code b}. With {@code beta} 0 its old
     *     values are not read
     */
    void multiply(float alpha, MatrixView a, MatrixView b, float beta, MatrixView c);

    /**
     * Replaces a symmetric positive definite matrix {@code H} by its Cholesky factor: {@code L} with {@code H = LLᵀ}, or
     * {@code U} with {@code H = UᵀU}. The other triangle becomes zero.
     *
     * @param matrix H, both triangles filled
     * @throws NotPositiveDefiniteException if a pivot is not above zero; the matrix is then as it was
     */
    void cholesky(FloatMatrix matrix, Triangle triangle);

    /**
     * Replaces a triangular matrix by its inverse, which is triangular on the same side. The other triangle must be zero.
     *
     * @throws IllegalArgumentException if an element of the diagonal is zero or NaN
     */
    void invert(FloatMatrix matrix, Triangle triangle);

    /**
     * Replaces a symmetric positive definite matrix {@code H} by the upper Cholesky factor {@code U} of its inverse,
     * {@code UᵀU = H⁻¹}, as GPTQ's error feedback takes it (arXiv 2210.17323, algorithm 1). The lower triangle becomes
     * zero.
     *
     * <p>The inverse itself is never made. With {@code J} the matrix that reverses the order of rows, let
     * {@code JHJ = LLᵀ} be the Cholesky factorisation of {@code H} in reversed order. Then
     * {@code H = (JLJ)(JLJ)ᵀ}, so {@code H⁻¹ = (JLJ)⁻ᵀ(JLJ)⁻¹}, and {@code U = (JLJ)⁻¹ = J L⁻¹ J} is upper triangular with a
     * positive diagonal: the factor that is sought, which is unique. That takes 2n³/3 operations; Cholesky factor,
     * inverse, and Cholesky factor of the inverse take 4n³/3, and three times as long.
     *
     * <p>Single precision is enough where H is damped as GPTQ's is. On Gram matrices of 1,024 correlated channels, with and
     * without outliers, damped by 0.01 of the mean diagonal (condition 3·10³ to 7·10⁴), rows of U divided by their diagonal
     * element are within 2·10⁻⁴ of those in double precision, by either way; rounding normally distributed weights to 4
     * bits in groups of 128 is off by a tenth. With damping of 10⁻⁴ it is 4·10⁻³, with 10⁻⁶ up to a tenth too.
     *
     * @param matrix H, both triangles filled
     * @throws NotPositiveDefiniteException if a pivot, counted from the last row up, is not above zero; the matrix is then
     *     as it was
     */
    void inverseCholesky(FloatMatrix matrix);
}
