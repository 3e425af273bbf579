package org.jackknife.score.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackknife.score.statistics.Cases.CLUSTERS;
import static org.jackknife.score.statistics.Cases.DIFFERENCES;
import static org.jackknife.score.statistics.Cases.ROUNDING;

import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: SciPy 1.10.1 and statsmodels 0.13.5, by src/test/python/constants.py. */
class PairedTestsTest {

    @Nested
    class McNemar {

        @ParameterizedTest
        @CsvSource({"9, 2, 0.0654296875", "5, 0, 0.0625", "3, 3, 1.0", "40, 22, 0.030015864349067285", "0, 0, 1"})
        void agreesWithStatsmodelsExact(int lost, int won, double p) {
            assertThat(McNemarTest.test(lost, won).pValue()).isCloseTo(p, ROUNDING);
            assertThat(McNemarTest.test(won, lost).pValue()).isCloseTo(p, ROUNDING);
        }

        @Test
        void refusesNegativeCounts() {
            assertThatThrownBy(() -> McNemarTest.test(-1, 2)).hasMessage("right to wrong is -1, allowed 0 or more");
        }
    }

    @Nested
    class StudentsT {

        @Test
        void agreesWithScipyTtestRel() {
            PairedTTest.Result result = PairedTTest.test(Summary.of(DIFFERENCES));
            assertThat(result.statistic()).isCloseTo(-1.5070777811417302, ROUNDING);
            assertThat(result.pValue()).isCloseTo(0.15995934168745507, ROUNDING);
            assertThat(result.degreesOfFreedom()).isEqualTo(11);
        }

        @Test
        void agreesWithCommonsStatistics() {
            TTest.Result commons = TTest.withDefaults().test(DIFFERENCES);
            assertThat(PairedTTest.test(Summary.of(DIFFERENCES)).pValue()).isCloseTo(commons.getPValue(), ROUNDING);
        }

        @Test
        void agreesWithStatsmodelsOverClusters() {
            PairedTTest.Result result = PairedTTest.test(Summary.of(DIFFERENCES, CLUSTERS));
            assertThat(result.statistic()).isCloseTo(-2.6340646926254707, ROUNDING);
            assertThat(result.pValue()).isCloseTo(0.07805227438293821, ROUNDING);
        }

        @Test
        void differencesWithoutSpreadAreNoEvidenceAtZeroAndFullEvidenceElsewhere() {
            assertThat(PairedTTest.test(Summary.of(new double[5]))).isEqualTo(new PairedTTest.Result(0, 4, 1));
            assertThat(PairedTTest.test(Summary.of(new double[] {-1, -1, -1})).pValue()).isZero();
        }

        @Test
        void oneDifferenceGivesNoP() {
            assertThat(PairedTTest.test(Summary.of(new double[] {1})).pValue()).isNaN();
        }
    }

    @Nested
    class TwoOneSidedTests {

        @ParameterizedTest
        @CsvSource({
            "0.05, 0.8167370197468664, 0.03125831798023783, false",
            "0.35, 0.016123824627565526, 9.829700146185764e-05, true"
        })
        void agreesWithStatsmodelsTtostPaired(double margin, double lower, double upper, boolean equivalent) {
            EquivalenceTest.Result result = EquivalenceTest.withMargin(margin).test(Summary.of(DIFFERENCES));
            assertThat(result.pLower()).isCloseTo(lower, ROUNDING);
            assertThat(result.pUpper()).isCloseTo(upper, ROUNDING);
            assertThat(result.pValue()).isEqualTo(Math.max(result.pLower(), result.pUpper()));
            assertThat(result.equivalent()).isEqualTo(equivalent);
        }

        @Test
        void theIntervalOfTheTestHasNinetyPercent() {
            Interval interval = EquivalenceTest.withMargin(0.1).test(Summary.of(DIFFERENCES)).interval();
            assertThat(interval.low()).isCloseTo(-0.2921464973528907, ROUNDING);
            assertThat(interval.high()).isCloseTo(0.02554493485289072, ROUNDING);
        }

        @Test
        void equivalentExactlyWhenTheIntervalLiesInsideTheMargin() {
            Interval interval = EquivalenceTest.withMargin(1).test(Summary.of(DIFFERENCES)).interval();
            double edge = -interval.low();
            assertThat(EquivalenceTest.withMargin(edge * 1.0001).test(Summary.of(DIFFERENCES)).equivalent()).isTrue();
            assertThat(EquivalenceTest.withMargin(edge * 0.9999).test(Summary.of(DIFFERENCES)).equivalent()).isFalse();
        }

        @Test
        void oneDifferenceShowsNothing() {
            assertThat(EquivalenceTest.withMargin(0.1).test(Summary.of(new double[1])).equivalent()).isFalse();
        }

        @Test
        void refusesAMarginOfNothing() {
            assertThatThrownBy(() -> EquivalenceTest.withMargin(0)).hasMessage("margin is 0.0, allowed above 0");
        }
    }
}
