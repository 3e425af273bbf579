package org.jackknife.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenBLAS in tiles, held to plain loops; sizes lie around the borders of tiles (512) and blocks (256). */
class LinearAlgebraTest {

    private final Arena arena = Arena.ofConfined();
    private final LinearAlgebra plain = LinearAlgebra.plain();
    private final LinearAlgebra fast = LinearAlgebra.openBlas(2);

    @AfterEach
    void close() {
        arena.close();
    }

    /** Roundings of a sum of n terms, each of half a unit in the last place, grow like a random walk. */
    private static double rounding(int terms, FloatMatrix result) {
        return (Math.sqrt(terms) + 2) * Math.ulp(1f) * Matrices.largest(result);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 7", "17, 33, 65", "511, 37, 513", "130, 1025, 517", "640, 300, 1030"})
    void multiplies(int rows, int inner, int columns) {
        FloatMatrix a = Matrices.random(arena, rows, inner, 1);
        FloatMatrix b = Matrices.random(arena, inner, columns, 2);
        FloatMatrix expected = Matrices.random(arena, rows, columns, 3);
        FloatMatrix actual = Matrices.copy(arena, expected);

        plain.multiply(-1.5f, a.view(), b.view(), 0.5f, expected.view());
        fast.multiply(-1.5f, a.view(), b.view(), 0.5f, actual.view());

        assertThat(Matrices.difference(expected, actual)).isLessThan(rounding(inner, expected));
    }

    @Test
    void multipliesRectanglesInsideLargerMatrices() {
        FloatMatrix a = Matrices.random(arena, 70, 90, 1);
        FloatMatrix b = Matrices.random(arena, 80, 100, 2);
        FloatMatrix expected = Matrices.random(arena, 60, 75, 3);
        FloatMatrix actual = Matrices.copy(arena, expected);

        // a: 33 x 21 of 21 x 33 transposed; b: 21 x 47 of 47 x 21 transposed
        MatrixView left = a.view(5, 7, 21, 33).transpose();
        MatrixView right = b.view(11, 3, 47, 21).transpose();
        plain.multiply(1, left, right, 1, expected.view(9, 13, 33, 47));
        fast.multiply(1, left, right, 1, actual.view(9, 13, 33, 47));

        assertThat(Matrices.difference(expected, actual)).isLessThan(1e-4);
        assertThat(actual.get(8, 13)).as("above the rectangle").isEqualTo(expected.get(8, 13));
    }

    @Test
    void subtractsErrorFeedbackFromColumnsToTheRight() {
        // W[:, 2:] -= E·U[0:2, 2:], the update of GPTQ after a block of two columns
        FloatMatrix w = Matrices.of(arena, new double[] {9, 9, 1, 2}, new double[] {9, 9, 3, 4});
        FloatMatrix e = Matrices.of(arena, new double[] {1, 0}, new double[] {2, -1});
        FloatMatrix u = Matrices.of(arena, new double[] {1, 5, 0.5, 0.25}, new double[] {0, 1, 4, 8});

        fast.multiply(-1, e.view(), u.view(0, 2, 2, 2), 1, w.view(0, 2, 2, 2));

        assertThat(Matrices.values(w)).containsExactly(9, 9, 0.5f, 1.75f, 9, 9, 6, 11.5f);
    }

    @Test
    void doesNotReadTheOldResultWhereBetaIsZero() {
        FloatMatrix c = Matrices.of(arena, new double[] {Double.NaN});
        FloatMatrix three = Matrices.of(arena, new double[] {3});

        fast.multiply(2, three.view(), three.view(), 0, c.view());

        assertThat(c.get(0, 0)).isEqualTo(18);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 3", "33, 100", "513, 70", "1030, 129"})
    void addsGramMatricesToTheUpperTriangle(int size, int count) {
        FloatMatrix x = Matrices.random(arena, count, size, 4);
        FloatMatrix expected = Matrices.random(arena, size, size, 5);
        FloatMatrix actual = Matrices.copy(arena, expected);
        FloatMatrix fromHeap = Matrices.copy(arena, expected);
        float below = expected.get(size - 1, 0);

        plain.addGram(x.data(), count, expected);
        fast.addGram(x.data(), count, actual);
        fast.addGram(Matrices.values(x), count, fromHeap);

        assertThat(Matrices.difference(expected, actual)).isLessThan(rounding(count, expected));
        assertThat(Matrices.values(fromHeap)).isEqualTo(Matrices.values(actual));
        if (size > 1) {
            assertThat(actual.get(size - 1, 0)).as("below the diagonal").isEqualTo(below);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 200})
    void symmetrises(int size) {
        FloatMatrix expected = Matrices.random(arena, size, size, 6);
        FloatMatrix actual = Matrices.copy(arena, expected);

        plain.symmetrise(expected);
        fast.symmetrise(actual);

        assertThat(Matrices.values(actual)).isEqualTo(Matrices.values(expected));
    }

    @ParameterizedTest
    @EnumSource
    void factorsTheTextbookExample(Triangle triangle) {
        // https://en.wikipedia.org/wiki/Cholesky_decomposition, "Example"
        FloatMatrix matrix =
                Matrices.of(arena, new double[] {4, 12, -16}, new double[] {12, 37, -43}, new double[] {-16, -43, 98});

        fast.cholesky(matrix, triangle);

        assertThat(Matrices.values(matrix))
                .containsExactly(
                        triangle == Triangle.LOWER
                                ? new float[] {2, 0, 0, 6, 1, 0, -8, 5, 3}
                                : new float[] {2, 6, -8, 0, 1, 5, 0, 0, 3});
    }

    @ParameterizedTest
    @CsvSource({"1, LOWER", "7, UPPER", "255, LOWER", "257, UPPER", "600, LOWER", "600, UPPER"})
    void factorsAndInverts(int size, Triangle triangle) {
        FloatMatrix expected = Matrices.positive(arena, size, 0.1f, 7);
        FloatMatrix actual = Matrices.copy(arena, expected);

        plain.cholesky(expected, triangle);
        fast.cholesky(actual, triangle);
        assertThat(Matrices.difference(expected, actual)).as("factor").isLessThan(1e-5);

        FloatMatrix factor = Matrices.copy(arena, expected);
        plain.invert(expected, triangle);
        fast.invert(factor, triangle);
        assertThat(Matrices.difference(expected, factor)).as("inverse").isLessThan(2e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 255, 257, 600})
    void factorsTheInverse(int size) {
        FloatMatrix matrix = Matrices.positive(arena, size, 0.1f, 8);
        FloatMatrix expected = Matrices.copy(arena, matrix);
        FloatMatrix actual = Matrices.copy(arena, matrix);

        plain.inverseCholesky(expected);
        fast.inverseCholesky(actual);

        assertThat(Matrices.difference(expected, actual)).isLessThan(2e-5 * Matrices.largest(expected));
        assertThat(actual.get(size - 1, 0)).isEqualTo(size == 1 ? expected.get(0, 0) : 0, within(1e-5f));
    }

    @Test
    void factorOfTheInverseTimesItselfIsTheInverse() {
        FloatMatrix matrix = Matrices.positive(arena, 300, 0.1f, 9);
        FloatMatrix factor = Matrices.copy(arena, matrix);
        FloatMatrix inverse = FloatMatrix.allocate(arena, 300, 300);
        FloatMatrix identity = FloatMatrix.allocate(arena, 300, 300);

        fast.inverseCholesky(factor);
        plain.multiply(1, factor.view().transpose(), factor.view(), 0, inverse.view());
        plain.multiply(1, matrix.view(), inverse.view(), 0, identity.view());

        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                assertThat(identity.get(i, j)).isEqualTo(i == j ? 1 : 0, within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void givesTheSameBytesOnAnyNumberOfThreads(int threads) {
        assertThat(everything(LinearAlgebra.openBlas(threads))).isEqualTo(everything(LinearAlgebra.openBlas(1)));
    }

    /** Results of every operation, on shapes of several tiles, as bits. */
    private int[] everything(LinearAlgebra algebra) {
        FloatMatrix x = Matrices.random(arena, 700, 1100, 10);
        FloatMatrix gram = FloatMatrix.allocate(arena, 1100, 1100);
        algebra.addGram(x.data(), 700, gram);
        algebra.symmetrise(gram);
        for (int i = 0; i < 1100; i++) {
            gram.set(i, i, gram.get(i, i) + 7);
        }
        FloatMatrix product = FloatMatrix.allocate(arena, 700, 1100);
        algebra.multiply(1, x.view(), gram.view(), 0, product.view());
        FloatMatrix factor = Matrices.copy(arena, gram);
        algebra.cholesky(factor, Triangle.UPPER);
        algebra.invert(factor, Triangle.UPPER);
        FloatMatrix inverseFactor = Matrices.copy(arena, gram);
        algebra.inverseCholesky(inverseFactor);
        return Stream.of(gram, product, factor, inverseFactor)
                .flatMapToInt(result -> Arrays.stream(result.data().toArray(ValueLayout.JAVA_INT)))
                .toArray();
    }

    @Test
    void worksOnSharedAndAutomaticArenas() {
        try (Arena shared = Arena.ofShared()) {
            FloatMatrix a = Matrices.random(shared, 600, 600, 11);
            FloatMatrix b = Matrices.random(Arena.ofAuto(), 600, 600, 12);
            FloatMatrix expected = FloatMatrix.allocate(arena, 600, 600);
            FloatMatrix actual = FloatMatrix.allocate(Arena.global(), 600, 600);

            plain.multiply(1, a.view(), b.view(), 0, expected.view());
            fast.multiply(1, a.view(), b.view(), 0, actual.view());

            assertThat(Matrices.difference(expected, actual)).isLessThan(1e-4);
        }
    }
}
