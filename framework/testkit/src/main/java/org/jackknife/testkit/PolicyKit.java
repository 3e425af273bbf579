package org.jackknife.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.EnvironmentException;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Limits;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.api.trajectory.Step;
import org.junit.jupiter.api.Test;

/**
 * Holds a policy to its contract.
 *
 * @param <O> the policy's options
 */
public abstract class PolicyKit<O extends Record> {

    private final List<Step> steps = new ArrayList<>();

    /** The policy under test. */
    protected abstract Policy<O> policy();

    /** How a model that the policy drives would add that amount in {@link CounterWorld}, as {@link ScriptedModel} takes it. */
    protected abstract Object add(int amount);

    /** An answer in which the policy finds nothing that {@link CounterWorld} could carry out. */
    protected Object nonsense() {
        return "I wonder.";
    }

    private Ending play(Environment world, ScriptedModel model, Limits limits) {
        Policy<O> policy = policy();
        O options = OptionSchema.of(policy.optionsType()).bind("policy", Map.of());
        Episode episode = new Episode(world, world.reset(), model, limits, 7, steps::add);
        return policy.play(episode, options);
    }

    private static Limits limits(int steps) {
        return new Limits(steps, 100_000, 100, Duration.ofMinutes(1));
    }

    @Test
    void playsToTheGoal() {
        Ending ending = play(new CounterWorld(7), ScriptedModel.of(add(3), add(4)), limits(10));
        assertThat(ending.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(steps).extracting(Step::index).containsExactly(0, 1);
        assertThat(steps).allSatisfy(step -> assertThat(step.feedback().valid()).isTrue());
        assertThat(steps.getLast().feedback().success()).isTrue();
        assertThat(steps.getFirst().tokens().generated()).isPositive();
        assertThat(steps.getFirst().rawText()).isNotEmpty();
    }

    @Test
    void aMistakeCostsAStepAndTheEpisodeGoesOn() {
        Ending ending = play(new CounterWorld(7), ScriptedModel.of(nonsense(), add(9), add(7)), limits(10));
        assertThat(ending.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(steps).extracting(step -> step.feedback().valid()).containsExactly(false, false, true);
        assertThat(steps).allSatisfy(step -> assertThat(step.feedback().observation()).isNotBlank());
    }

    @Test
    void saysWhetherItOffersTools() {
        ScriptedModel model = ScriptedModel.of(add(7));
        play(new CounterWorld(7), model, limits(10));
        assertThat(model.requests()).isNotEmpty().allSatisfy(request -> assertThat(request.toolSpecifications())
                .as("tools offered, where the policy says %s", policy().offersTools())
                .matches(tools -> policy().offersTools() != tools.isEmpty()));
    }

    @Test
    void showsTheModelWhatTheWorldAnswered() {
        ScriptedModel model = ScriptedModel.of(add(3), add(4));
        play(new CounterWorld(7), model, limits(10));
        assertThat(model.requests().get(0).messages().toString()).contains("Bring the counter to 7");
        assertThat(model.requests().get(1).messages().toString()).contains("The counter shows 3.");
    }

    @Test
    void stopsAtTheStepLimit() {
        Ending ending = play(new CounterWorld(50), ScriptedModel.of(add(1)), limits(3));
        assertThat(ending.outcome()).isEqualTo(Outcome.LIMIT_REACHED);
        assertThat(ending.detail()).contains("3 steps");
        assertThat(steps).hasSize(3);
    }

    @Test
    void stopsAtTheTokenLimit() {
        Limits limits = new Limits(30, 1, 100, Duration.ofMinutes(1));
        Ending ending = play(new CounterWorld(50), ScriptedModel.of(add(1)), limits);
        assertThat(ending.outcome()).isEqualTo(Outcome.LIMIT_REACHED);
        assertThat(steps).hasSize(1);
    }

    @Test
    void anEngineFaultIsTheEngines() {
        Ending ending = play(new CounterWorld(7), ScriptedModel.of(add(3), new EngineException("gone")), limits(10));
        assertThat(ending.outcome()).isEqualTo(Outcome.ENGINE_ERROR);
        assertThat(ending.detail()).contains("gone");
        assertThat(steps).hasSize(1);
    }

    @Test
    void anOverlongPromptIsALimit() {
        Ending ending =
                play(new CounterWorld(7), ScriptedModel.of(new ContextLengthException(5000, 4096)), limits(10));
        assertThat(ending.outcome()).isEqualTo(Outcome.LIMIT_REACHED);
        assertThat(ending.detail()).contains("5000").contains("4096");
    }

    @Test
    void aWorldsFaultIsTheWorlds() {
        Environment broken = new BrokenWorld(new CounterWorld(7));
        Ending ending = play(broken, ScriptedModel.of(add(3)), limits(10));
        assertThat(ending.outcome()).isEqualTo(Outcome.ENVIRONMENT_ERROR);
        assertThat(ending.detail()).contains("flooded");
        assertThat(steps).isEmpty();
    }

    /** A world that fails at the first action. */
    private record BrokenWorld(CounterWorld inner) implements Environment {

        @Override
        public org.jackknife.api.environment.Briefing reset() {
            return inner.reset();
        }

        @Override
        public Feedback act(Action action) {
            throw new EnvironmentException("flooded");
        }

        @Override
        public List<dev.langchain4j.agent.tool.ToolSpecification> tools() {
            return inner.tools();
        }
    }
}
