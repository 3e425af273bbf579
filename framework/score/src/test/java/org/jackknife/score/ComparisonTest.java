package org.jackknife.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.jackknife.score.Episodes.episode;
import static org.jackknife.score.Episodes.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
    private static final ComparisonOptions DEFAULTS = ComparisonOptions.withDefaults();

    private final Scores.Builder builder = Scores.builder();

    /** Samples numbered from 0, of which the variant solves those from {@code from} to {@code to}, without the end. */
    private void play(String variant, int samples, int from, int to) {
        for (int i = 0; i < samples; i++) {
            builder.add(score(variant, "s%03d".formatted(i), 0, from <= i && i < to));
        }
    }

    private Comparison compare() {
        return builder.build().against("dense", DEFAULTS).getFirst();
    }

    @Test
    void oneBinaryRunGetsTheExactMcNemarTest() {
        play("dense", 60, 0, 40);
        play("q2_k", 60, 9, 42);
        Comparison comparison = compare();
        assertThat(comparison.flips()).isEqualTo(new FlipTable(9, 2, 31, 18, 0));
        MetricComparison success = comparison.of(Metric.SUCCESS);
        assertThat(success.significance().test()).isEqualTo(SignificanceTest.MCNEMAR_EXACT);
        // statsmodels 0.13.5: mcnemar([[0, 9], [2, 0]], exact=True)
        assertThat(success.significance().pValue()).isCloseTo(0.0654296875, ROUNDING);
        assertThat(success.difference().mean()).isCloseTo(-7.0 / 60, ROUNDING);
        assertThat(success.difference().reference()).isCloseTo(40.0 / 60, ROUNDING);
        assertThat(comparison.verdict()).isEqualTo(Verdict.NO_LOSS_SHOWN);
    }

    @Test
    void gradedScoresGetThePairedBootstrap() {
        play("dense", 60, 0, 40);
        play("q2_k", 60, 9, 42);
        assertThat(compare().of(Metric.PROGRESS).significance().test()).isEqualTo(SignificanceTest.PAIRED_BOOTSTRAP);
    }

    @Test
    void repeatsGetThePairedTTestOnSampleMeans() {
        for (int i = 0; i < 12; i++) {
            for (int repeat = 0; repeat < 4; repeat++) {
                builder.add(score("dense", "s%02d".formatted(i), repeat, repeat < 3));
                builder.add(score("q2_k", "s%02d".formatted(i), repeat, repeat < i % 3));
            }
        }
        MetricComparison success = compare().of(Metric.SUCCESS);
        assertThat(success.significance().test()).isEqualTo(SignificanceTest.PAIRED_T);
        // differences -0.75, -0.5, -0.25 four times each: mean -0.5, SE = sqrt(8 * 0.0625 / (12 * 11))
        assertThat(success.difference().mean()).isCloseTo(-0.5, ROUNDING);
        assertThat(success.difference().standardError()).isCloseTo(Math.sqrt(0.5 / 132), ROUNDING);
        assertThat(success.verdict()).isEqualTo(Verdict.LOSS);
    }

    @Test
    void samplesOfManyTemplatesGetTheClusterBootstrapAndOfFewTheClusteredTTest() {
        assertThat(progressTest(10)).isEqualTo(SignificanceTest.CLUSTER_BOOTSTRAP);
        assertThat(progressTest(9)).isEqualTo(SignificanceTest.PAIRED_T);
        assertThat(progressTest(1)).isEqualTo(SignificanceTest.PAIRED_BOOTSTRAP);
    }

    private static SignificanceTest progressTest(int templates) {
        Scores.Builder builder = Scores.builder();
        for (int i = 0; i < 30; i++) {
            String template = "template " + i % templates;
            builder.add(episode().cluster(template).finish("x", i % 2 == 0).as("dense", "s" + i));
            builder.add(episode().cluster(template).finish("x", i % 3 == 0).as("q2_k", "s" + i));
        }
        Comparison comparison = builder.build().against("dense", DEFAULTS).getFirst();
        return comparison.of(Metric.PROGRESS).significance().test();
    }

    @Test
    void aClearLossIsALoss() {
        play("dense", 60, 0, 50);
        play("q2_k", 60, 0, 20);
        Comparison comparison = compare();
        assertThat(comparison.verdict()).isEqualTo(Verdict.LOSS);
        MetricComparison success = comparison.of(Metric.SUCCESS);
        assertThat(success.significance().test()).isEqualTo(SignificanceTest.MCNEMAR_EXACT);
        assertThat(success.significance().adjustedPValue()).isLessThan(1e-4);
        assertThat(success.difference())
                .returns(60, MetricComparison.Difference::samples)
                .satisfies(d -> assertThat(d.mean()).isCloseTo(-0.5, ROUNDING));
    }

    @Test
    void aClearGainIsAGain() {
        play("dense", 60, 0, 20);
        play("q8_0", 60, 0, 50);
        assertThat(compare().verdict()).isEqualTo(Verdict.GAIN);
    }

    @Test
    void noChangeOverEnoughSamplesIsEquivalent() {
        // 1 - 0.05^(1/59) = 0.0495 is the first below the margin of 0.05
        play("dense", 59, 0, 40);
        play("q8_0", 59, 0, 40);
        assertThat(compare().verdict()).isEqualTo(Verdict.EQUIVALENT);
    }

    @Test
    void noChangeLeavesRoomForWhatWentUnseen() {
        play("dense", 60, 0, 40);
        play("q8_0", 60, 0, 40);
        MetricComparison success = compare().of(Metric.SUCCESS);
        // SciPy 1.10.1: beta.ppf(0.95, 1, 60)
        assertThat(success.difference().interval().low()).isCloseTo(-0.04870291331009749, ROUNDING);
        assertThat(success.difference().interval().high()).isCloseTo(0.04870291331009749, ROUNDING);
        assertThat(success.minimumDetectableEffect()).isCloseTo(2.8015852181129683 * Math.sqrt(0.04870291331009749 / 60), ROUNDING);
    }

    @Test
    void noChangeOverFewerSamplesIsNotEquivalent() {
        play("dense", 58, 0, 40);
        play("q8_0", 58, 0, 40);
        assertThat(compare().verdict()).isEqualTo(Verdict.NO_LOSS_SHOWN);
    }

    @Test
    void noChangeOverAHandfulSaysNothing() {
        play("dense", 12, 0, 8);
        play("q8_0", 12, 0, 8);
        assertThat(compare().verdict()).isEqualTo(Verdict.TOO_FEW_SAMPLES);
    }

    @Test
    void evenATotalLossOfFiveSamplesIsTooFew() {
        play("dense", 5, 0, 5);
        play("q2_k", 5, 0, 0);
        assertThat(compare().verdict()).isEqualTo(Verdict.TOO_FEW_SAMPLES);
    }

    @Test
    void aTotalLossOfSixSamplesIsALoss() {
        play("dense", 6, 0, 6);
        play("q2_k", 6, 0, 0);
        // 2 * 0.5^6
        assertThat(compare().of(Metric.SUCCESS).significance().pValue()).isCloseTo(0.03125, ROUNDING);
        assertThat(compare().verdict()).isEqualTo(Verdict.LOSS);
    }

    @Test
    void pValuesAreCorrectedOverAllTasksAndVariantsAndControlsLeftOut() {
        play("dense", 60, 0, 40);
        play("again", 60, 1, 41);
        play("q2_k", 60, 9, 42);
        play("q3_k", 60, 5, 40);
        ComparisonOptions options = DEFAULTS.withControls(Set.of("again"));
        Map<String, MetricComparison.Significance> bySuccess = builder.build().against("dense", options).stream()
                .collect(Collectors.toMap(
                        Comparison::candidate, c -> c.of(Metric.SUCCESS).significance()));
        // statsmodels 0.13.5: mcnemar 9:2 and 5:0 are 0.0654296875 and 0.0625; Holm over two
        assertThat(bySuccess.get("q3_k").adjustedPValue()).isCloseTo(0.125, ROUNDING);
        assertThat(bySuccess.get("q2_k").adjustedPValue()).isCloseTo(0.125, ROUNDING);
        assertThat(bySuccess.get("again").adjustedPValue()).isEqualTo(1);
    }

    @Test
    void aLossThatDoesNotSurviveCorrectionIsNone() {
        play("dense", 60, 0, 40);
        play("q2_k", 60, 6, 40);
        assertThat(compare().verdict()).isEqualTo(Verdict.LOSS);
        play("q3_k", 60, 6, 40);
        assertThat(compare().of(Metric.SUCCESS).significance().adjustedPValue()).isCloseTo(0.0625, ROUNDING);
        assertThat(compare().verdict()).isEqualTo(Verdict.NO_LOSS_SHOWN);
    }

    @Test
    void theRowOfTheReferenceAgainstItselfIsMarked() {
        play("dense", 20, 0, 10);
        play("dense again", 20, 0, 10);
        Comparison row = builder.build().against("dense", DEFAULTS.withControls(Set.of("dense again"))).getFirst();
        assertThat(row.control()).isTrue();
        assertThat(row.of(Metric.SUCCESS).difference().mean()).isZero();
    }

    @Test
    void unmatchedSamplesAreNamedAndLeftOut() {
        play("dense", 20, 0, 10);
        play("q2_k", 18, 0, 10);
        builder.add(score("q2_k", "t1", 0, true));
        builder.add(episode().as(new EpisodeKey("q2_k", "tools", "s018", 0), Ending.engineError("aborted")));
        Comparison comparison = compare();
        assertThat(comparison.pairs()).hasSize(18);
        assertThat(comparison.unmatched())
                .isEqualTo(new Comparison.Unmatched(List.of("s018", "s019"), List.of("t1")));
        assertThat(comparison.unmatched().count()).isEqualTo(3);
    }

    @Test
    void noCommonSampleIsTooFewAndNoError() {
        builder.add(score("dense", "s1", 0, true)).add(score("q2_k", "t1", 0, true));
        Comparison comparison = compare();
        assertThat(comparison.verdict()).isEqualTo(Verdict.TOO_FEW_SAMPLES);
        assertThat(comparison.of(Metric.SUCCESS).significance().pValue()).isNaN();
    }

    @Test
    void wrongInAnotherWayIsAChange() {
        builder.add(episode().finish("1", false).as("dense", "s1"));
        builder.add(episode().finish("2", false).as("q2_k", "s1"));
        builder.add(episode().finish("1", false).as("dense", "s2"));
        builder.add(episode().finish("1", false).as("q2_k", "s2"));
        assertThat(compare().flips()).isEqualTo(new FlipTable(0, 0, 0, 1, 1));
    }

    @Test
    void twoModelsHaveReferencesOfTheirOwn() {
        play("a dense", 20, 0, 10);
        play("a q4", 20, 0, 8);
        play("b dense", 20, 0, 12);
        play("b q4", 20, 0, 6);
        assertThat(builder.build().compare(Map.of("a q4", "a dense", "b q4", "b dense"), DEFAULTS))
                .extracting(Comparison::reference, Comparison::candidate)
                .containsExactly(
                        tuple("a dense", "a q4"),
                        tuple("b dense", "b q4"));
    }

    @Test
    void anUnknownReferenceIsRefusedWithTheNamesThatThereAre() {
        play("dense", 2, 0, 1);
        assertThatThrownBy(() -> builder.build().against("f16", DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no episodes of a variant 'f16'; there are episodes of [dense]");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> DEFAULTS.withMargin(0)).hasMessage("margin is 0.0, allowed above 0 and below 1");
        assertThatThrownBy(() -> DEFAULTS.withResamples(10)).hasMessage("resamples is 10, allowed 1000 or more");
    }

    @Test
    void comparisonsAreWrittenAsJsonAndReadBack() throws Exception {
        play("dense", 20, 0, 10);
        play("q2_k", 20, 0, 8);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(compare()), Comparison.class)).isEqualTo(compare());
    }
}
