package org.jackknife.awq.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleCandidatesTest {

    @Test
    void theFirstExponentLeavesWeightsAsTheyAre() {
        assertThat(ScaleCandidates.of(new double[] {0.1, 20, 3}, null)[0]).containsExactly(1, 1, 1);
    }

    @Test
    void exponentsRunInTwentyStepsUpToJustBelowOne() {
        assertThat(ScaleCandidates.of(new double[] {1}, null)).hasNumberOfRows(20);
        assertThat(ScaleCandidates.alpha(0)).isZero();
        assertThat(ScaleCandidates.alpha(10)).isEqualTo(0.5);
        assertThat(ScaleCandidates.alpha(19)).isEqualTo(0.95);
    }

    @Test
    void atOneHalfScalesAreRootsAroundOne() {
        // roots 1, 4 and 8, over √(1·8)
        float[] scales = ScaleCandidates.of(new double[] {1, 16, 64}, null)[10];
        assertThat(scales[0]).isEqualTo((float) (1 / Math.sqrt(8)), within(1e-6f));
        assertThat(scales[1]).isEqualTo((float) (4 / Math.sqrt(8)), within(1e-6f));
        assertThat(scales[2]).isEqualTo((float) (8 / Math.sqrt(8)), within(1e-6f));
    }

    @Test
    void aChannelThatWasAlwaysZeroHasScaleOneAndMovesNoOther() {
        float[] without = ScaleCandidates.of(new double[] {2, 50}, null)[12];
        assertThat(ScaleCandidates.of(new double[] {2, 0, 50}, null)[12]).containsExactly(without[0], 1, without[1]);
    }

    @Test
    void withoutAnyLiveChannelAllScalesAreOne() {
        for (int candidate = 0; candidate < ScaleCandidates.COUNT; candidate++) {
            assertThat(ScaleCandidates.of(new double[2], null)[candidate]).containsExactly(1, 1);
            assertThat(ScaleCandidates.of(new double[2], new double[] {0.5, 0})[candidate]).containsExactly(1, 1);
        }
    }

    @Test
    void tinyMeansStopAtTheFloorOfTheAuthors() {
        // 1e-12^0.95 is far below 1e-4; with 1 beside it the root is that of 1e-4
        float[] scales = ScaleCandidates.of(new double[] {1e-12, 1}, null)[19];
        assertThat(scales[0]).isEqualTo(1e-2f, within(1e-7f));
        assertThat(scales[1]).isEqualTo(1e2f, within(1e-3f));
    }

    @Test
    void columnsOfZerosDoNotBreakDuoScaling() {
        for (float[] scales : ScaleCandidates.of(new double[] {1, 2}, new double[] {0, 0.5})) {
            assertThat(scales[0]).isFinite().isPositive();
            assertThat(scales[1]).isFinite().isPositive();
        }
    }
}
