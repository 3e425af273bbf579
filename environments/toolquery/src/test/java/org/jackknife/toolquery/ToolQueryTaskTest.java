package org.jackknife.toolquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.testkit.EnvironmentKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolQueryTaskTest extends EnvironmentKit<ToolQueryTask.Options> {

    private final ToolQueryTask task = new ToolQueryTask();

    @Override
    protected Task<ToolQueryTask.Options> task() {
        return task;
    }

    static ToolQueryTask.Options options(String... namesAndValues) {
        Map<String, String> written = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            written.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return OptionSchema.of(ToolQueryTask.Options.class).bind("task tool-query", written);
    }

    @ParameterizedTest
    @CsvSource({
        "weather,acbench", "weather,clean", "movie,acbench", "movie,clean", "academia,acbench", "academia,clean"
    })
    void theOracleSolvesThreeHundredSamplesOfEverySplit(String toolset, String profile) {
        var options = options("toolset", toolset, "profile", profile);
        Oracle oracle = task.oracle(options).orElseThrow();
        for (Split split : Split.values()) {
            for (Sample sample : task.samples(options, split, 300)) {
                List<Oracle.OracleStep> steps = oracle.solve(sample);
                try (Environment world = task.open(options, sample)) {
                    world.reset();
                    List<Feedback> feedback = steps.stream().map(step -> world.act(step.action())).toList();
                    assertThat(feedback).as(sample.id()).allMatch(Feedback::valid);
                    assertThat(feedback.getLast().success()).as(sample.id()).isTrue();
                    assertThat(feedback.getLast().progress()).as(sample.id()).isEqualTo(1);
                    assertThat(feedback.subList(0, feedback.size() - 1)).as(sample.id()).noneMatch(Feedback::done);
                }
                assertThat(steps.size() - 1)
                        .as("calls before finish in %s", sample.id())
                        .isBetween(
                                sample.difficulty() == Difficulty.EASY ? 1 : 3,
                                sample.difficulty() == Difficulty.EASY ? 2 : 5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather", "movie", "academia"})
    void withoutTheAnswerThereIsNoSuccess(String toolset) {
        var options = options("toolset", toolset);
        Oracle oracle = task.oracle(options).orElseThrow();
        for (Sample sample : task.samples(options, Split.EVALUATION, 60)) {
            try (Environment world = task.open(options, sample)) {
                world.reset();
                Feedback first = world.act(oracle.solve(sample).getLast().action());
                assertThat(first.done()).as(sample.id()).isTrue();
                assertThat(first.success()).as("a lucky guess in %s", sample.id()).isFalse();
            }
        }
    }

    @Test
    void sixtySamplesOfEachToolSetByDefaultHalfOfThemEasy() {
        List<Sample> samples = task.samples(options(), Split.EVALUATION, 0);
        assertThat(samples).hasSize(180);
        Map<String, Long> easy = samples.stream()
                .filter(sample -> sample.difficulty() == Difficulty.EASY)
                .collect(Collectors.groupingBy(
                        sample -> sample.id().split("/")[0], Collectors.counting()));
        assertThat(easy).isEqualTo(Map.of("weather", 30L, "movie", 30L, "academia", 30L));
        assertThat(samples.getFirst().id()).isEqualTo("weather/evaluation/0000");
    }

    @Test
    void aLongerListBeginsWithTheShorterOne() {
        assertThat(task.samples(options(), Split.EVALUATION, 100).subList(0, 50))
                .isEqualTo(task.samples(options(), Split.EVALUATION, 50));
    }

    @Test
    void difficultyKeepsTheIds() {
        List<Sample> hard = task.samples(options("toolset", "movie", "difficulty", "hard"), Split.EVALUATION, 3);
        assertThat(hard)
                .extracting(Sample::id)
                .containsExactly("movie/evaluation/0001", "movie/evaluation/0003", "movie/evaluation/0005");
    }

    @Test
    void seedSpacesShareNothing() {
        List<Sample> usual = task.samples(options(), Split.EVALUATION, 60);
        List<Sample> other = task.samples(options("seedSpace", "b"), Split.EVALUATION, 60);
        assertThat(other.getFirst().id()).isEqualTo("weather/evaluation/b/0000");
        assertThat(other).extracting(Sample::data).doesNotContainAnyElementsOf(
                usual.stream().map(Sample::data).toList());
    }

    @Test
    void noEvaluationDialogueOccursAmongTwentyThousandForTraining() {
        Set<String> dialogues = new HashSet<>();
        Set<String> goals = new HashSet<>();
        for (Sample sample : task.samples(options(), Split.TRAINING, 20_000)) {
            dialogues.add(sample.goal() + sample.data());
            goals.add(sample.goal());
        }
        List<Sample> evaluation = task.samples(options(), Split.EVALUATION, 900);
        assertThat(evaluation)
                .noneMatch(sample -> dialogues.contains(sample.goal() + sample.data()));
        // goals without a name in them ("What is the rain here today?") do recur, with other worlds behind them
        assertThat(evaluation.stream().filter(sample -> goals.contains(sample.goal())).count())
                .as("goal texts of 900 that also occur in training")
                .isLessThan(90);
    }

    @Test
    void anEpisodeIsShortEnoughForASmallContext() {
        Oracle oracle = task.oracle(options()).orElseThrow();
        for (Sample sample : task.samples(options(), Split.EVALUATION, 600)) {
            int length = sample.goal().length();
            try (Environment world = task.open(options(), sample)) {
                world.reset();
                for (Oracle.OracleStep step : oracle.solve(sample)) {
                    length += (step.say() + step.action()).length()
                            + world.act(step.action()).observation().length();
                }
            }
            assertThat(length).as(sample.id()).isLessThanOrEqualTo(1600);
        }
    }

    @Test
    void toolsKeepTheirOrderAndNameEveryArgument() {
        for (Sample sample : task.samples(options(), Split.EVALUATION, 3)) {
            try (Environment world = task.open(options(), sample)) {
                assertThat(world.tools()).isEqualTo(task.open(options(), sample).tools());
                assertThat(world.tools()).allSatisfy(tool -> assertThat(tool.parameters().required())
                        .containsExactlyElementsOf(tool.parameters().properties().keySet()));
                assertThat(world.tools().getLast().name()).isEqualTo("finish");
            }
        }
    }

    @Test
    void refusesASeedSpaceThatCannotStandInAnId() {
        assertThatThrownBy(() -> options("seedSpace", "a/b")).hasMessageContaining("seedSpace").hasMessageContaining("a/b");
    }

    @Test
    void refusesDataWithoutWorlds() {
        assertThatThrownBy(() -> options("data", "test.jsonl")).hasMessageContaining("'data' and 'worlds'");
    }
}
