package org.jackknife.score.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackknife.score.statistics.Cases.CLUSTERS;
import static org.jackknife.score.statistics.Cases.DIFFERENCES;
import static org.jackknife.score.statistics.Cases.ROUNDING;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * Expected values: SciPy 1.10.1, by src/test/python/constants.py, over the same resamples (the script draws them as
 * SplittableRandom does).
 */
class BootstrapTest {

    private static final Bootstrap BCA = Bootstrap.withSeed(20260101);
    private static final Bootstrap PERCENTILE = BCA.with(Bootstrap.Method.PERCENTILE);

    private static final double[] BINARY = {-1, 0, 0, 1, 0, -1, -1, 0, 0, 0, -1, 0};

    @Test
    void percentileIntervalAgreesWithScipy() {
        assertInterval(PERCENTILE.mean(DIFFERENCES), -0.29899698893229165, 0.03499552408854164);
        assertInterval(PERCENTILE.mean(BINARY), -0.5833333333333334, 0.08333333333333333);
    }

    @Test
    void bcaIntervalAgreesWithScipy() {
        assertInterval(BCA.mean(DIFFERENCES), -0.2992350260416667, 0.03439816250572377);
        assertInterval(BCA.mean(BINARY), -0.5833333333333334, 0.08333333333333333);
    }

    @Test
    void clusterBootstrapAgreesWithScipyOverClusterNumbers() {
        assertInterval(PERCENTILE.mean(DIFFERENCES, CLUSTERS), -0.1939453125, -0.038411458333333336);
        Bootstrap.Result result = BCA.mean(DIFFERENCES, CLUSTERS);
        assertInterval(result, -0.19313401442307693, -0.019087357954545456);
        assertThat(result.standardError()).isCloseTo(0.04486256570437986, ROUNDING);
    }

    @Test
    void standardErrorAgreesWithScipy() {
        assertThat(BCA.mean(DIFFERENCES).standardError()).isCloseTo(0.08487411129867385, ROUNDING);
        assertThat(BCA.mean(BINARY).standardError()).isCloseTo(0.17233580500055914, ROUNDING);
    }

    @Test
    void pValueIsTheShareOfShiftedMeansAsFarFromZero() {
        assertThat(BCA.mean(DIFFERENCES).pValue()).isEqualTo(0.11798820117988201);
    }

    @Test
    void noDifferenceAtAllIsNoEvidence() {
        Bootstrap.Result result = BCA.mean(new double[20]);
        assertThat(result).isEqualTo(new Bootstrap.Result(0, 0, new Interval(0, 0, 0.95), 1));
    }

    @Test
    void theIdDecidesTheResamples() {
        Bootstrap.Result first = Bootstrap.seededBy("toolquery", "q4").mean(DIFFERENCES);
        assertThat(Bootstrap.seededBy("toolquery", "q4").mean(DIFFERENCES)).isEqualTo(first);
        assertThat(Bootstrap.seededBy("toolquery", "q5").mean(DIFFERENCES)).isNotEqualTo(first);
    }

    @Test
    void aSingleClusterIsResampledSampleBySample() {
        Clusters one = Clusters.of(Collections.nCopies(12, "one world"));
        assertThat(BCA.mean(DIFFERENCES, one)).isEqualTo(BCA.mean(DIFFERENCES));
    }

    @Test
    void oneSampleHasNoInterval() {
        Bootstrap.Result result = BCA.mean(new double[] {0.25});
        assertThat(result.mean()).isEqualTo(0.25);
        assertThat(result.interval().low()).isNaN();
        assertThat(result.pValue()).isNaN();
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> BCA.withResamples(0)).hasMessage("resamples is 0, allowed 1 or more");
        assertThatThrownBy(() -> BCA.withConfidence(95))
                .hasMessage("confidence is 95.0, allowed above 0 and below 1");
    }

    private static void assertInterval(Bootstrap.Result result, double low, double high) {
        assertThat(result.interval().low()).isCloseTo(low, ROUNDING);
        assertThat(result.interval().high()).isCloseTo(high, ROUNDING);
    }
}
