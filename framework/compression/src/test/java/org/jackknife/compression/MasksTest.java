package org.jackknife.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counting selection against a plain stable sort by absolute value. */
class MasksTest {

    @ParameterizedTest(name = "{1} of {0} weights")
    @CsvSource({"1,0", "1,1", "7,3", "64,32", "1000,999", "1000,1000", "4097,2048", "100003,50001", "999,0"})
    void zeroesTheSameWeightsAsASort(int size, int count) {
        float[] weights = weights(size);
        float[] expected = weights.clone();
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> Math.abs(weights[i])))
                .limit(count)
                .forEach(i -> expected[i] = 0);
        float[] actual = weights.clone();
        Masks.lowest(actual, 0, size, count, i -> actual[i] = 0);
        assertThat(actual).containsExactly(expected);
    }

    @Test
    void staysInsideItsRange() {
        float[] weights = {0, 0, 5, 3, 4, 0, 0};
        Masks.lowest(weights, 2, 5, 1, i -> weights[i] = -1);
        assertThat(weights).containsExactly(0, 0, 5, -1, 4, 0, 0);
    }

    @Test
    void equalMagnitudesGoInOrderOfPosition() {
        float[] weights = {-1, 1, 2, -1, 1};
        Masks.lowest(weights, 0, 5, 2, i -> weights[i] = 0);
        assertThat(weights).containsExactly(0, 0, 2, -1, 1);
    }

    @Test
    void ordersNumbersFromTheSmallestToInfinity() {
        float[] weights = {Float.POSITIVE_INFINITY, Float.MAX_VALUE, Float.MIN_VALUE, 1e-38f, 0};
        Masks.lowest(weights, 0, 5, 3, i -> weights[i] = 9);
        assertThat(weights).containsExactly(Float.POSITIVE_INFINITY, Float.MAX_VALUE, 9, 9, 9);
    }

    @Test
    void twoOfFourLeavesTheTwoLargestOfEveryFour() {
        float[] weights = {0.1f, -0.4f, 0.3f, 0.2f, 5, -7, 6, 0};
        Masks.lowestOfGroups(weights, 0, 8, MaskPattern.TWO_OF_FOUR, i -> weights[i] = 0);
        assertThat(weights).containsExactly(0, -0.4f, 0.3f, 0, 0, -7, 6, 0);
    }

    @Test
    void twoOfFourTakesTheFirstOfEqualOnes() {
        float[] weights = {1, -1, 1, -1};
        Masks.lowestOfGroups(weights, 0, 4, MaskPattern.TWO_OF_FOUR, i -> weights[i] = 0);
        assertThat(weights).containsExactly(0, 0, 1, -1);
    }

    @Test
    void fourOfEightMayTakeAllFourFromOneSide() {
        float[] weights = {1, 2, 3, 4, 5, 6, 7, 8};
        Masks.lowestOfGroups(weights, 0, 8, MaskPattern.FOUR_OF_EIGHT, i -> weights[i] = 0);
        assertThat(weights).containsExactly(0, 0, 0, 0, 5, 6, 7, 8);
    }

    @Test
    void refusesARangeThatIsNoWholeNumberOfGroups() {
        assertThatThrownBy(() -> Masks.lowestOfGroups(new float[6], 0, 6, MaskPattern.TWO_OF_FOUR, i -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 scores")
                .hasMessageContaining("2:4");
    }

    @Test
    void refusesToChooseMoreThanThereAre() {
        assertThatThrownBy(() -> Masks.lowest(new float[6], 0, 6, 7, i -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 of 6");
    }

    /** Seeded weights with many ties, both zeros, and values that differ in their last bits only. */
    private static float[] weights(int size) {
        Random random = new Random(size);
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(5) - 2;
                case 1 -> Math.nextUp(1f) * (random.nextBoolean() ? 1 : -1);
                case 2 -> -0f;
                default -> (float) random.nextGaussian();
            };
        }
        return weights;
    }
}
