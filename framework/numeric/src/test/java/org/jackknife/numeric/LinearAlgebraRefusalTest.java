package org.jackknife.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused, and how a matrix without a factor is told. */
class LinearAlgebraRefusalTest {

    private final Arena arena = Arena.ofConfined();
    private final LinearAlgebra fast = LinearAlgebra.openBlas(2);

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "5, 4", "600, 3", "600, 300", "600, 599"})
    void tellsTheBadPivotAndLeavesTheMatrixAsItWas(int size, int bad) {
        FloatMatrix matrix = Matrices.positive(arena, size, 0.1f, 1);
        // a diagonal below zero makes exactly this pivot fail in either order
        matrix.set(bad, bad, -1);
        float[] before = Matrices.values(matrix);

        for (Triangle triangle : Triangle.values()) {
            assertThat(catchThrowableOfType(
                                    NotPositiveDefiniteException.class, () -> fast.cholesky(matrix, triangle))
                            .pivot())
                    .isEqualTo(bad);
            assertThat(Matrices.values(matrix)).isEqualTo(before);
        }
        assertThat(catchThrowableOfType(NotPositiveDefiniteException.class, () -> fast.inverseCholesky(matrix)))
                .hasMessageContaining("the pivot of row " + bad + " is not above zero")
                .extracting(NotPositiveDefiniteException::pivot)
                .isEqualTo(bad);
        assertThat(Matrices.values(matrix)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void tellsWhatIsNotFinite(float value) {
        FloatMatrix matrix = Matrices.positive(arena, 300, 0.1f, 2);
        matrix.set(270, 270, value);

        assertThat(catchThrowableOfType(
                                NotPositiveDefiniteException.class, () -> fast.cholesky(matrix, Triangle.LOWER))
                        .pivot())
                .isEqualTo(270);
    }

    @ParameterizedTest
    @EnumSource
    void refusesToInvertAZeroOnTheDiagonal(Triangle triangle) {
        FloatMatrix matrix = Matrices.of(arena, new double[] {1, 0}, new double[] {0, 0});

        assertThatThrownBy(() -> fast.invert(matrix, triangle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a triangular matrix with 0.0 on its diagonal, in row 1, has no inverse");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        FloatMatrix a = FloatMatrix.allocate(arena, 2, 3);
        FloatMatrix b = FloatMatrix.allocate(arena, 4, 5);
        FloatMatrix c = FloatMatrix.allocate(arena, 2, 5);

        assertThatThrownBy(() -> fast.multiply(1, a.view(), b.view(), 0, c.view()))
                .hasMessage("2 x 3 times 4 x 5 does not make 2 x 5");
        assertThatThrownBy(() -> fast.cholesky(a, Triangle.LOWER)).hasMessage("the matrix must be square, it is 2 x 3");
        assertThatThrownBy(() -> fast.addGram(new float[5], 3, FloatMatrix.allocate(arena, 2, 2)))
                .hasMessage("3 rows of 2 columns take 6 floats, given are 5");
        assertThatThrownBy(() -> a.view(1, 0, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> LinearAlgebra.openBlas(0)).hasMessage("threads must be at least 1, is 0");
    }

    @Test
    void refusesAResultThatIsAFactorToo() {
        FloatMatrix a = FloatMatrix.allocate(arena, 4, 4);

        assertThatThrownBy(() -> fast.multiply(1, a.view(), a.view(), 0, a.view())).hasMessageContaining("shares elements");
        assertThatThrownBy(() -> fast.multiply(1, a.view(), FloatMatrix.allocate(arena, 4, 4).view(), 0, a.view().transpose()))
                .hasMessageContaining("cannot be transposed");
        // disjoint rectangles of one matrix are what error feedback works on
        fast.multiply(1, a.view(0, 0, 2, 2), a.view(0, 2, 2, 2), 0, a.view(2, 0, 2, 2));
    }

    @Test
    void refusesMemoryThatNativeCodeMustNotTouch() {
        FloatMatrix onHeap = new FloatMatrix(MemorySegment.ofArray(new float[4]), 2, 2);
        FloatMatrix readOnly = new FloatMatrix(FloatMatrix.allocate(arena, 2, 2).data().asReadOnly(), 2, 2);
        FloatMatrix closed;
        try (Arena brief = Arena.ofConfined()) {
            closed = FloatMatrix.allocate(brief, 2, 2);
        }

        assertThatThrownBy(() -> fast.cholesky(onHeap, Triangle.LOWER)).hasMessageContaining("lies on the Java heap");
        assertThatThrownBy(() -> fast.cholesky(readOnly, Triangle.LOWER)).hasMessageContaining("read-only");
        assertThatThrownBy(() -> fast.cholesky(closed, Triangle.LOWER)).isInstanceOf(IllegalStateException.class);
        FloatMatrix anothers = FloatMatrix.allocate(arena, 2, 2);
        assertThat(CompletableFuture.runAsync(() -> fast.addGram(new float[2], 1, anothers)))
                .failsWithin(java.time.Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(WrongThreadException.class);
    }
}
