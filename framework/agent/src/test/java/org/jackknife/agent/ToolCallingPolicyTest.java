package org.jackknife.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Limits;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.Step;
import org.jackknife.testkit.CounterWorld;
import org.jackknife.testkit.PolicyKit;
import org.jackknife.testkit.ScriptedModel;
import org.junit.jupiter.api.Test;

class ToolCallingPolicyTest extends PolicyKit<ToolCallingPolicy.Options> {

    private final List<Step> steps = new ArrayList<>();

    @Override
    protected Policy<ToolCallingPolicy.Options> policy() {
        return new ToolCallingPolicy();
    }

    @Override
    protected Object add(int amount) {
        return ScriptedModel.call("add", "{\"amount\":" + amount + "}");
    }

    private Ending play(ScriptedModel model) {
        Environment world = new CounterWorld(7);
        Episode episode = new Episode(world, world.reset(), model, Limits.AGENT_BOARD, 7, steps::add);
        return new ToolCallingPolicy().play(episode, new ToolCallingPolicy.Options(false, 3));
    }

    @Test
    void offersTheWorldsTools() {
        ScriptedModel model = ScriptedModel.of(add(7));
        play(model);
        assertThat(model.requests().getFirst().toolSpecifications()).isEqualTo(new CounterWorld(7).tools());
    }

    @Test
    void keepsTheHistoryValidAfterAMalformedCall() {
        ScriptedModel model = ScriptedModel.of(ParserVerdict.malformed("the brace at 7 is never closed"), add(3), add(4));
        assertThat(play(model).outcome()).isEqualTo(Outcome.COMPLETED);
        List<ChatMessage> last = model.requests().getLast().messages();
        assertThat(last.subList(2, last.size()))
                .extracting(message -> (Object) message.getClass())
                .containsExactly(AiMessage.class, UserMessage.class, AiMessage.class, ToolExecutionResultMessage.class);
        assertThat(steps.getFirst().feedback().observation())
                .contains("the brace at 7 is never closed")
                .contains("add");
        assertThat(steps.getFirst().action()).isEmpty();
    }

    @Test
    void argumentsThatAreNoObjectAreToldAndCounted() {
        play(ScriptedModel.of(ScriptedModel.call("add", "[7"), add(7)));
        assertThat(steps).extracting(step -> step.feedback().valid()).containsExactly(false, true);
        assertThat(steps.getFirst().feedback().observation()).contains("not a JSON object");
    }

    @Test
    void givesUpAfterTooManyUnreadableAnswersInARow() {
        Ending ending = play(ScriptedModel.of("a", "b", add(3), "c", "d", "e"));
        assertThat(ending.outcome()).isEqualTo(Outcome.MALFORMED_OUTPUT);
        assertThat(steps).hasSize(6);
    }
}
