package org.jackknife.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.junit.jupiter.api.Test;

/**
 * Holds a task and the worlds that it opens to their contracts.
 *
 * @param <O> the task's options
 */
public abstract class EnvironmentKit<O extends Record> {

    /** The task under test. */
    protected abstract Task<O> task();

    /** Written options, as a scenario would give them; empty for the defaults. */
    protected Map<String, String> written() {
        return Map.of();
    }

    /** How many samples each test looks at. */
    protected int count() {
        return 20;
    }

    private O options() {
        return OptionSchema.of(task().optionsType()).bind("task", written());
    }

    private List<Sample> samples(Split split) {
        return task().samples(options(), split, count());
    }

    @Test
    void givesTheNumberOfSamplesAskedForWithUniqueIds() {
        for (Split split : Split.values()) {
            List<Sample> samples = samples(split);
            assertThat(samples).as(split.name()).hasSize(count());
            assertThat(samples).extracting(Sample::id).doesNotHaveDuplicates();
        }
        assertThat(task().samples(options(), Split.EVALUATION, 0)).isNotEmpty();
    }

    @Test
    void givesTheSameSamplesAgain() {
        assertThat(samples(Split.EVALUATION)).isEqualTo(samples(Split.EVALUATION));
    }

    @Test
    void splitsNeverMeet() {
        Set<String> seen = new HashSet<>();
        for (Split split : Split.values()) {
            for (Sample sample : samples(split)) {
                assertThat(seen.add(sample.id())).as("id %s in two splits", sample.id()).isTrue();
                assertThat(seen.add(sample.goal() + sample.data()))
                        .as("sample %s of split %s occurs in another split", sample.id(), split)
                        .isTrue();
            }
        }
    }

    @Test
    void briefsTheAgentAndOffersTools() {
        for (Sample sample : samples(Split.EVALUATION)) {
            try (Environment world = task().open(options(), sample)) {
                assertThat(world.reset().goal()).as(sample.id()).isNotBlank();
                assertThat(world.tools()).as(sample.id()).isNotEmpty();
            }
        }
    }

    @Test
    void theOracleSolvesEverySample() {
        assumeThat(task().oracle(options())).as("the task has no oracle").isPresent();
        for (Sample sample : samples(Split.EVALUATION)) {
            List<Feedback> feedback = walk(sample);
            assertThat(feedback).as(sample.id()).allMatch(Feedback::valid);
            assertThat(feedback.getLast()).as(sample.id()).satisfies(last -> {
                assertThat(last.done()).isTrue();
                assertThat(last.success()).isTrue();
                assertThat(last.progress()).isEqualTo(1.0);
            });
            for (int i = 1; i < feedback.size(); i++) {
                assertThat(feedback.get(i).progress())
                        .as("%s: progress after step %d", sample.id(), i)
                        .isGreaterThanOrEqualTo(feedback.get(i - 1).progress());
            }
        }
    }

    @Test
    void theSameActionsGiveTheSameTexts() {
        for (Sample sample : samples(Split.CALIBRATION)) {
            assertThat(hostileWalk(sample)).as(sample.id()).isEqualTo(hostileWalk(sample));
        }
    }

    @Test
    void survivesWhateverAModelMaySay() {
        for (Sample sample : samples(Split.EVALUATION)) {
            assertThat(hostileWalk(sample)).as(sample.id()).doesNotContainNull();
        }
    }

    @Test
    void anInvalidActionChangesNothing() {
        assumeThat(task().oracle(options())).as("the task has no oracle").isPresent();
        Oracle oracle = task().oracle(options()).orElseThrow();
        for (Sample sample : samples(Split.EVALUATION)) {
            try (Environment world = task().open(options(), sample)) {
                world.reset();
                for (Oracle.OracleStep step : oracle.solve(sample)) {
                    world.act(new Action.Text("\u0000 no such thing \uD83D\uDE00"));
                    world.act(new Action.Call("no_such_tool", JsonNodeFactory.instance.objectNode()));
                    assertThat(world.act(step.action()).valid())
                            .as("%s: %s after invalid actions", sample.id(), step.action())
                            .isTrue();
                }
            }
        }
    }

    private List<Feedback> walk(Sample sample) {
        Oracle oracle = task().oracle(options()).orElseThrow();
        List<Feedback> feedback = new ArrayList<>();
        try (Environment world = task().open(options(), sample)) {
            world.reset();
            oracle.solve(sample).forEach(step -> feedback.add(world.act(step.action())));
        }
        return feedback;
    }

    /** What the world answers to a seeded sequence of broken, huge and half-right actions. */
    private List<String> hostileWalk(Sample sample) {
        Random random = new Random(sample.id().hashCode());
        List<String> answers = new ArrayList<>();
        try (Environment world = task().open(options(), sample)) {
            Briefing briefing = world.reset();
            for (int i = 0; i < 40; i++) {
                Feedback feedback = world.act(hostile(random, world, briefing));
                answers.add(feedback.observation() + feedback.valid());
                if (feedback.done()) {
                    break;
                }
            }
        }
        return answers;
    }

    private static Action hostile(Random random, Environment world, Briefing briefing) {
        String tool = world.tools().get(random.nextInt(world.tools().size())).name();
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        return switch (random.nextInt(6)) {
            case 0 -> new Action.Text("x".repeat(random.nextInt(20_000)));
            case 1 -> new Action.Text("");
            case 2 -> new Action.Text(tool + " with Action Input: {\"a\": [".repeat(1 + random.nextInt(200)));
            case 3 -> new Action.Call(tool, arguments.put("x", "\u0000\uFFFF'\"\\").putNull("y"));
            case 4 -> new Action.Call(tool, arguments.put("graph", Long.MAX_VALUE).put("node", Double.NaN));
            default -> new Action.Text(briefing.goal());
        };
    }
}
