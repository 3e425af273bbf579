package org.jackknife.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackknife.score.Episodes.episode;
import static org.jackknife.score.Episodes.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Outcome;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    @Test
    void anEpisodeIsItsBestProgressItsLastSuccessAndItsShareOfValidSteps() {
        EpisodeScore score = EpisodeScore.of(episode()
                .call("a", "{}", new Feedback("", true, 0.5, false, false))
                .call("b", "{}", new Feedback("ERROR", false, 0.5, false, false))
                .call("c", "{}", new Feedback("", true, 0.75, false, false))
                .unreadable("?")
                .as("dense", "s1"));
        assertThat(score.success()).isFalse();
        assertThat(score.progress()).isEqualTo(0.75);
        assertThat(score.grounding()).isEqualTo(0.5);
        assertThat(score.steps()).isEqualTo(4);
        assertThat(score.tokens().generated()).isEqualTo(20);
    }

    @Test
    void anEpisodeWithoutStepsScoresZero() {
        EpisodeScore score = EpisodeScore.of(episode().as("dense", "s1"));
        assertThat(score.grounding()).isZero();
        assertThat(score.progress()).isZero();
        assertThat(score.success()).isFalse();
    }

    @Test
    void infrastructureErrorsAreCountedAndKeptOutOfEveryRate() {
        CellSummary summary = Scores.builder()
                .add(episode().finish("x", true).as("dense", "s1"))
                .add(episode().finish("x", false).as("dense", "s2"))
                .add(episode().as(new EpisodeKey("dense", "tools", "s3", 0), Ending.engineError("aborted")))
                .add(episode().as(new EpisodeKey("dense", "tools", "s4", 0), Ending.environmentError("no server")))
                .build()
                .cells()
                .getFirst()
                .summary();
        assertThat(summary.all().samples()).isEqualTo(2);
        assertThat(summary.all().success().mean()).isEqualTo(0.5);
        assertThat(summary.infrastructureErrors()).isEqualTo(2);
        assertThat(summary.outcomes())
                .containsEntry(Outcome.COMPLETED, 2)
                .containsEntry(Outcome.ENGINE_ERROR, 1)
                .containsEntry(Outcome.ENVIRONMENT_ERROR, 1)
                .containsEntry(Outcome.LIMIT_REACHED, 0);
        assertThat(summary.unscored()).containsExactly("s3", "s4");
    }

    @Test
    void limitsAndMalformedOutputAreFailuresOfTheModel() {
        CellSummary summary = Scores.builder()
                .add(episode().as(new EpisodeKey("dense", "tools", "s1", 0), Ending.limitReached("30 steps")))
                .add(episode().as(new EpisodeKey("dense", "tools", "s2", 0), Ending.malformedOutput("no call")))
                .build()
                .cells()
                .getFirst()
                .summary();
        assertThat(summary.all().samples()).isEqualTo(2);
        assertThat(summary.all().success().mean()).isZero();
    }

    @Test
    void easyAndHardStandApart() {
        CellSummary summary = Scores.builder()
                .add(episode().finish("x", true).as("dense", "s1"))
                .add(episode().finish("x", true).as("dense", "s2"))
                .add(episode().hard().finish("x", false).as("dense", "s3"))
                .build()
                .cells()
                .getFirst()
                .summary();
        assertThat(summary.easy().samples()).isEqualTo(2);
        assertThat(summary.easy().success().mean()).isEqualTo(1);
        assertThat(summary.hard().samples()).isEqualTo(1);
        assertThat(summary.hard().success().mean()).isZero();
        assertThat(summary.all().success().mean()).isCloseTo(2.0 / 3, ROUNDING);
    }

    @Test
    void anEmptySplitHasNoRate() {
        CellSummary summary = Scores.builder().add(score("dense", "s1", 0, true)).build().cells().getFirst().summary();
        assertThat(summary.hard().samples()).isZero();
        assertThat(summary.hard().success().mean()).isNaN();
    }

    @Test
    void repeatsAreAveragedWithinTheSampleFirst() {
        // s1 succeeds 1 of 4 times, s2 once of once: the mean over samples is 0.625, over episodes it would be 0.4
        Scores scores = Scores.builder()
                .add(score("dense", "s1", 0, true))
                .add(score("dense", "s1", 1, false))
                .add(score("dense", "s1", 2, false))
                .add(score("dense", "s1", 3, false))
                .add(score("dense", "s2", 0, true))
                .build();
        SplitScore all = scores.cells().getFirst().summary().all();
        assertThat(all.samples()).isEqualTo(2);
        assertThat(all.success().mean()).isEqualTo(0.625);
        // two values, 0.25 and 1: the standard error is half their distance
        assertThat(all.success().standardError()).isCloseTo(0.375, ROUNDING);
    }

    @Test
    void passHatKFallsWhereRepeatsDisagree() {
        Scores scores = Scores.builder()
                .add(score("dense", "s1", 0, true))
                .add(score("dense", "s1", 1, false))
                .add(score("dense", "s1", 2, true))
                .add(score("dense", "s2", 0, true))
                .add(score("dense", "s2", 1, true))
                .add(score("dense", "s2", 2, true))
                .build();
        List<Double> passHatK = scores.cells().getFirst().summary().passHatK();
        // s1: 2/3, then 1 of the 3 pairs, then none; s2: always
        assertThat(passHatK).hasSize(3);
        assertThat(passHatK.get(0)).isCloseTo((2.0 / 3 + 1) / 2, ROUNDING);
        assertThat(passHatK.get(1)).isCloseTo((1.0 / 3 + 1) / 2, ROUNDING);
        assertThat(passHatK.get(2)).isCloseTo(0.5, ROUNDING);
    }

    @Test
    void oneBinaryRunGetsWilsonsInterval() {
        Scores.Builder builder = Scores.builder();
        for (int i = 0; i < 20; i++) {
            builder.add(score("dense", "s" + i, 0, true));
        }
        // statsmodels 0.13.5: proportion_confint(20, 20, 0.05, "wilson")
        assertThat(builder.build().cells().getFirst().summary().all().success().interval().low())
                .isCloseTo(0.8388748419471804, ROUNDING);
    }

    @Test
    void allRightIsNotCertainEvenOverTemplates() {
        Scores.Builder builder = Scores.builder();
        for (int i = 0; i < 20; i++) {
            builder.add(episode().cluster("template " + i % 4).finish("x", true).as("dense", "s" + i));
        }
        assertThat(success(builder).interval().low()).isCloseTo(0.8388748419471804, ROUNDING);
    }

    @Test
    void samplesOfOneTemplateWidenTheError() {
        Scores.Builder apart = Scores.builder();
        Scores.Builder together = Scores.builder();
        for (int i = 0; i < 12; i++) {
            boolean success = i < 6;
            apart.add(episode().finish("x", success).as("dense", "s" + i));
            together.add(episode().cluster("template " + i / 3).finish("x", success).as("dense", "s" + i));
        }
        // residuals +-0.5; four clusters of sums +-1.5: sqrt(4/3 * 4 * 2.25) / 12 against sqrt(12/11 * 12 * 0.25) / 12
        assertThat(success(together).standardError()).isCloseTo(Math.sqrt(12) / 12, ROUNDING);
        assertThat(success(apart).standardError()).isCloseTo(Math.sqrt(36.0 / 11) / 12, ROUNDING);
    }

    private static Estimate success(Scores.Builder builder) {
        return builder.build().cells().getFirst().summary().all().success();
    }

    @Test
    void theOrderOfEpisodesDoesNotMatter() {
        List<EpisodeScore> episodes =
                List.of(score("dense", "s1", 0, true, 0.1), score("dense", "s2", 0, false, 0.7), score("dense", "s2", 1, true, 0.2));
        Scores.Builder forth = Scores.builder();
        episodes.forEach(forth::add);
        Scores.Builder back = Scores.builder();
        episodes.reversed().forEach(back::add);
        assertThat(back.build().cells().stream().map(CellScores::summary))
                .containsExactlyElementsOf(forth.build().cells().stream().map(CellScores::summary).toList());
    }

    @Test
    void anEpisodeThatIsThereTwiceIsRefused() {
        Scores.Builder builder = Scores.builder().add(score("dense", "s1", 0, true));
        assertThatThrownBy(() -> builder.add(score("dense", "s1", 0, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sample=s1, repeat=0] is there twice");
    }

    @Test
    void summariesAreWrittenAsJsonAndReadBack() throws Exception {
        CellSummary summary = Scores.builder()
                .add(score("dense", "s1", 0, true))
                .add(score("dense", "s2", 0, false))
                .build()
                .cells()
                .getFirst()
                .summary();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(summary), CellSummary.class)).isEqualTo(summary);
    }
}
