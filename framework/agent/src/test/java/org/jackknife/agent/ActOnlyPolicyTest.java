package org.jackknife.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Limits;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.testkit.CounterWorld;
import org.jackknife.testkit.PolicyKit;
import org.jackknife.testkit.ScriptedModel;
import org.junit.jupiter.api.Test;

class ActOnlyPolicyTest extends PolicyKit<ActOnlyPolicy.Options> {

    @Override
    protected Policy<ActOnlyPolicy.Options> policy() {
        return new ActOnlyPolicy();
    }

    @Override
    protected Object add(int amount) {
        return "Action: add " + amount;
    }

    private static Outcome play(ScriptedModel model, int memory) {
        Environment world = new CounterWorld(7);
        Episode episode = new Episode(world, world.reset(), model, Limits.AGENT_BOARD, 7, step -> {});
        return new ActOnlyPolicy().play(episode, new ActOnlyPolicy.Options(true, memory)).outcome();
    }

    private static String user(ScriptedModel model, int request) {
        return ((UserMessage) model.requests().get(request).messages().getLast()).singleText();
    }

    @Test
    void rebuildsOneUserMessagePerStep() {
        ScriptedModel model = ScriptedModel.of("Action: add 3", "Action: add 4");
        assertThat(play(model, 100)).isEqualTo(Outcome.COMPLETED);
        assertThat(model.requests().get(1).messages()).hasSize(2).first().isInstanceOf(SystemMessage.class);
        assertThat(user(model, 1))
                .isEqualTo(
                        """
                        Add numbers until the counter shows the target; never go beyond it.
                        Write: add N
                        You should perform actions to accomplish the goal: Bring the counter to 7.
                        Observation: The counter shows 0.
                        Action: add 3
                        Observation: The counter shows 3.
                        Action:\s""".stripTrailing() + " ");
    }

    @Test
    void showsNoMoreHistoryThanItsMemory() {
        ScriptedModel model = ScriptedModel.of("add 1", "add 1", "add 5");
        play(model, 2);
        assertThat(user(model, 2)).contains("Action: add 1\nObservation: The counter shows 2.").doesNotContain("shows 1.");
    }

    @Test
    void dropsTheOldestHistoryWhenThePromptIsTooLong() {
        ScriptedModel model =
                ScriptedModel.of("add 1", new ContextLengthException(10, 5), new ContextLengthException(9, 5), "add 6");
        assertThat(play(model, 100)).isEqualTo(Outcome.COMPLETED);
        assertThat(List.of(user(model, 1), user(model, 2), user(model, 3)))
                .extracting(text -> text.split("(Observation|Action): ").length)
                .containsExactly(4, 3, 2);
    }
}
