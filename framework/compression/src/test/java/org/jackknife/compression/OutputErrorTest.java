package org.jackknife.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.stream.Stream;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums of squared outputs, by either way, against the products themselves in double precision. */
class OutputErrorTest {

    private record Shape(int tokens, int width, int rows) {}

    static Stream<Shape> shapes() {
        return Stream.of(new Shape(1, 1, 1), new Shape(3, 37, 5), new Shape(200, 64, 33), new Shape(50, 129, 1), new Shape(20, 1100, 3));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void bothWaysGiveTheSquaresOfTheOutputs(Shape shape) {
        Random random = new Random(shape.width());
        float[] inputs = gaussian(shape.tokens() * shape.width(), random);
        float[] weights = gaussian(shape.rows() * shape.width(), random);
        double expected = 0;
        for (int token = 0; token < shape.tokens(); token++) {
            for (int row = 0; row < shape.rows(); row++) {
                double output = 0;
                for (int i = 0; i < shape.width(); i++) {
                    output += (double) inputs[token * shape.width() + i] * weights[row * shape.width() + i];
                }
                expected += output * output;
            }
        }
        assertThat(OutputError.ofRows(inputs, shape.width()).squaredOutput(weights, shape.rows()))
                .isEqualTo(expected, within(1e-9 * expected));
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix gram = FloatMatrix.allocate(arena, shape.width(), shape.width());
            LinearAlgebra.plain().addGram(inputs, shape.tokens(), gram);
            LinearAlgebra.plain().symmetrise(gram);
            for (LinearAlgebra algebra : new LinearAlgebra[] {LinearAlgebra.plain(), LinearAlgebra.openBlas(1)}) {
                assertThat(OutputError.ofGram(gram, algebra).squaredOutput(weights, shape.rows()))
                        .isEqualTo(expected, within(1e-5 * expected));
            }
        }
    }

    private static float[] gaussian(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void noChangeIsNoError() {
        assertThat(OutputError.ofRows(new float[] {1, 2, 3, 4}, 2).squaredOutput(new float[4], 2)).isZero();
    }
}
