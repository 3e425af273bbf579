package org.jackknife.score.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackknife.score.statistics.Cases.CLUSTERS;
import static org.jackknife.score.statistics.Cases.DIFFERENCES;
import static org.jackknife.score.statistics.Cases.ROUNDING;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values: SciPy 1.10.1 and statsmodels 0.13.5, by src/test/python/constants.py. */
class SummaryTest {

    @Test
    void independentSamplesAgreeWithScipySem() {
        Summary summary = Summary.of(DIFFERENCES);
        assertThat(summary.mean()).isCloseTo(-0.13330078125, ROUNDING);
        assertThat(summary.standardError()).isCloseTo(0.08844983511668135, ROUNDING);
        Interval interval = summary.interval(0.95);
        assertThat(interval.low()).isCloseTo(-0.3279775557535993, ROUNDING);
        assertThat(interval.high()).isCloseTo(0.061375993253599326, ROUNDING);
    }

    @Test
    void clusteredSamplesAgreeWithStatsmodelsClusterRobustErrors() {
        Summary summary = Summary.of(DIFFERENCES, CLUSTERS);
        assertThat(summary.clusters()).isEqualTo(4);
        assertThat(summary.degreesOfFreedom()).isEqualTo(3);
        assertThat(summary.standardError()).isCloseTo(0.050606494830289894, ROUNDING);
        Interval interval = summary.interval(0.95);
        assertThat(interval.low()).isCloseTo(-0.2943532337460433, ROUNDING);
        assertThat(interval.high()).isCloseTo(0.02775167124604319, ROUNDING);
    }

    @Test
    void samplesThatAreClustersOfTheirOwnAreIndependent() {
        List<String> names = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(Summary.of(DIFFERENCES, Clusters.of(names))).isEqualTo(Summary.of(DIFFERENCES));
    }

    @Test
    void aSingleClusterCountsAsIndependentSamplesInsteadOfGivingAnErrorOfZero() {
        Summary summary = Summary.of(DIFFERENCES, Clusters.of(Collections.nCopies(12, "one world")));
        assertThat(summary.clusters()).isEqualTo(1);
        assertThat(summary.standardError()).isEqualTo(Summary.of(DIFFERENCES).standardError());
        assertThat(summary.degreesOfFreedom()).isEqualTo(11);
    }

    @Test
    void fewerThanTwoSamplesHaveNoStandardError() {
        assertThat(Summary.of(new double[0]).mean()).isNaN();
        Summary one = Summary.of(new double[] {0.5});
        assertThat(one.mean()).isEqualTo(0.5);
        assertThat(one.standardError()).isNaN();
        assertThat(one.interval(0.95).low()).isNaN();
    }

    @Test
    void equalValuesHaveExactlyNoSpread() {
        double[] values = new double[10];
        Arrays.fill(values, 0.1);
        assertThat(Summary.of(values)).isEqualTo(new Summary(10, 10, 0.1, 0, 9));
    }

    @Test
    void refusesWhatIsNotANumberAndSaysWhere() {
        assertThatThrownBy(() -> Summary.of(new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value 1 is NaN, allowed finite numbers");
        assertThatThrownBy(() -> Summary.of(new double[] {1, 2, 3}, CLUSTERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 values, but clusters for 12 samples");
    }
}
