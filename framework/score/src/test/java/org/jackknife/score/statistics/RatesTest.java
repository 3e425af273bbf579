package org.jackknife.score.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackknife.score.statistics.Cases.ROUNDING;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: SciPy 1.10.1 and statsmodels 0.13.5, by src/test/python/constants.py. */
class RatesTest {

    @Nested
    class Wilson {

        @ParameterizedTest
        @CsvSource({
            "37, 60, 0.49017595824099924, 0.7291172762591798",
            "0, 20, 0.0, 0.1611251580528194",
            "20, 20, 0.8388748419471804, 1.0"
        })
        void agreesWithStatsmodelsProportionConfint(int successes, int samples, double low, double high) {
            Interval interval = WilsonInterval.of(successes, samples, 0.95);
            assertThat(interval.low()).isCloseTo(low, ROUNDING);
            assertThat(interval.high()).isCloseTo(high, ROUNDING);
        }

        @Test
        void isUndefinedForNoSamples() {
            assertThat(WilsonInterval.of(0, 0, 0.95).low()).isNaN();
        }

        @Test
        void refusesMoreSuccessesThanSamples() {
            assertThatThrownBy(() -> WilsonInterval.of(3, 2, 0.95)).hasMessage("3 successes of 2 samples");
        }
    }

    @Nested
    class Holm {

        @Test
        void agreesWithStatsmodelsMultipletests() {
            assertThat(HolmCorrection.adjust(new double[] {0.01, 0.04, 0.03, 0.005, 0.6}))
                    .containsExactly(new double[] {0.04, 0.09, 0.09, 0.025, 0.6}, ROUNDING);
        }

        @Test
        void aTestThatWasNotMadeDoesNotCount() {
            assertThat(HolmCorrection.adjust(new double[] {0.02, Double.NaN, 0.03}))
                    .containsExactly(0.04, Double.NaN, 0.04);
        }

        @Test
        void refusesWhatIsNoProbability() {
            assertThatThrownBy(() -> HolmCorrection.adjust(new double[] {0.1, 1.5}))
                    .hasMessage("p value 1 is 1.5, allowed 0 to 1");
        }
    }

    @Nested
    class MinimumDetectableEffect {

        @Test
        void isTwoPointEightStandardErrors() {
            assertThat(Power.minimumDetectableEffect(1)).isCloseTo(2.8015852181129683, ROUNDING);
            // 2.8016 * sqrt(0.2 / 80) = 2.8016 / 20
            assertThat(Power.minimumDetectableEffect(0.2, 80)).isCloseTo(2.8015852181129683 / 20, ROUNDING);
        }

        @ParameterizedTest
        @CsvSource({"20, 0.13910834066826516", "60, 0.04870291331009749"})
        void aCleanSheetStillLeavesRoomForUnseenChanges(int samples, double share) {
            assertThat(Power.unseenShare(samples, 0.05)).isCloseTo(share, ROUNDING);
        }

        @Test
        void refusesAPlanWithoutSamples() {
            assertThatThrownBy(() -> Power.minimumDetectableEffect(0.2, 0)).hasMessage("samples is 0, allowed 1 or more");
        }
    }

    @Nested
    class PassAllOfK {

        @ParameterizedTest
        @CsvSource({"3, 5, 2, 0.3", "5, 8, 4, 0.07142857142857142", "2, 8, 3, 0", "4, 4, 4, 1", "3, 5, 1, 0.6"})
        void agreesWithScipyComb(int successes, int attempts, int k, double expected) {
            assertThat(PassHatK.estimate(successes, attempts, k)).isCloseTo(expected, ROUNDING);
        }

        @Test
        void isTheShareOfSetsOfAttemptsThatAllSucceeded() {
            for (int successes = 0; successes <= 6; successes++) {
                for (int k = 1; k <= 6; k++) {
                    assertThat(PassHatK.estimate(successes, 6, k))
                            .as("%d successes of 6, k = %d", successes, k)
                            .isCloseTo(shareOfSets(successes, 6, k), ROUNDING);
                }
            }
        }

        private double shareOfSets(int successes, int attempts, int k) {
            int sets = 0;
            int allSucceeded = 0;
            for (int set = 0; set < 1 << attempts; set++) {
                if (Integer.bitCount(set) == k) {
                    sets++;
                    // the first attempts are the successful ones
                    allSucceeded += set >> successes == 0 ? 1 : 0;
                }
            }
            return (double) allSucceeded / sets;
        }

        @Test
        void refusesMoreAttemptsThanWereMade() {
            assertThatThrownBy(() -> PassHatK.estimate(2, 3, 4)).hasMessage("2 successes of 3 attempts, k is 4");
        }
    }
}
