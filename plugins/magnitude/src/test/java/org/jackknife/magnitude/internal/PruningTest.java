package org.jackknife.magnitude.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counting selection against a plain stable sort by absolute value. */
class PruningTest {

    @ParameterizedTest(name = "{1} of {0} weights")
    @CsvSource({"1,0", "1,1", "7,3", "64,32", "1000,999", "1000,1000", "4097,2048", "100003,50001"})
    void zeroesTheSameWeightsAsASort(int size, int count) {
        float[] weights = weights(size);
        float[] expected = weights.clone();
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> Math.abs(weights[i])))
                .limit(count)
                .forEach(i -> expected[i] = 0);
        float[] actual = weights.clone();
        Pruning.smallest(actual, count);
        assertThat(actual).containsExactly(expected);
    }

    @Test
    void equalMagnitudesGoInOrderOfPosition() {
        float[] weights = {-1, 1, 2, -1, 1};
        Pruning.smallest(weights, 2);
        assertThat(weights).containsExactly(0, 0, 2, -1, 1);
    }

    @Test
    void twoOfFourLeavesTheTwoLargestOfEveryFour() {
        float[] weights = {0.1f, -0.4f, 0.3f, 0.2f, 5, -7, 6, 0};
        Pruning.smallestOfEachGroup(weights, 2, 4);
        assertThat(weights).containsExactly(0, -0.4f, 0.3f, 0, 0, -7, 6, 0);
    }

    @Test
    void fourOfEightMayTakeAllFourFromOneSide() {
        float[] weights = {1, 2, 3, 4, 5, 6, 7, 8};
        Pruning.smallestOfEachGroup(weights, 4, 8);
        assertThat(weights).containsExactly(0, 0, 0, 0, 5, 6, 7, 8);
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

    @Test
    void leavesTheRestUntouched() {
        float[] weights = weights(999);
        float[] before = weights.clone();
        Pruning.smallest(weights, 0);
        assertThat(Arrays.equals(weights, before)).isTrue();
    }
}
