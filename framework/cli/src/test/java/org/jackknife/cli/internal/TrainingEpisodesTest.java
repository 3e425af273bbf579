package org.jackknife.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.policy.ToolConversation;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.chat.SpecialTokens;
import org.jackknife.cli.InputException;
import org.jackknife.cli.internal.TrainingEpisode.Segment;
import org.jackknife.testkit.CounterWorld;
import org.junit.jupiter.api.Test;

class TrainingEpisodesTest {

    private static final Sample SAMPLE =
            new Sample("training/0001", Difficulty.EASY, "c", "Count to 3.", JsonNodeFactory.instance.objectNode());

    /** Counts to three by adding what the test says. */
    private record Counting(List<Action> moves) implements Task<NoOptions> {

        @Override
        public Class<NoOptions> optionsType() {
            return NoOptions.class;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public String capability() {
            return "counting";
        }

        @Override
        public List<Sample> samples(NoOptions options, Split split, int count) {
            return List.of(SAMPLE);
        }

        @Override
        public Environment open(NoOptions options, Sample sample) {
            return new CounterWorld(3);
        }

        @Override
        public Optional<Oracle> oracle(NoOptions options) {
            return moves.isEmpty()
                    ? Optional.empty()
                    : Optional.of(sample -> moves.stream()
                            .map(move -> new OracleStep("I add.", move))
                            .toList());
        }
    }

    private static Action.Call add(int amount) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("amount", amount);
        return new Action.Call("add", arguments);
    }

    private static TrainingEpisode episode(ChatTemplate template, Action... moves) {
        return new TrainingEpisodes<>(new Counting(List.of(moves)), new NoOptions(), "counting", template)
                .of(Split.TRAINING, SAMPLE);
    }

    @Test
    void theSegmentsTogetherAreTheRenderedConversation() {
        TrainingEpisode episode = episode(ChatTemplates.compact(), add(1), add(2));

        // the conversation as the tool-calling policy has it when the model has answered for the last time
        CounterWorld world = new CounterWorld(3);
        ToolConversation conversation = new ToolConversation(world.reset());
        AiMessage first = conversation.answer("I add.", add(1));
        conversation.add(first);
        conversation.observed(first.toolExecutionRequests().getFirst(), world.act(add(1)).observation());
        conversation.add(conversation.answer("I add.", add(2)));
        String rendered = ChatTemplates.compact().render(conversation.messages(), world.tools(), false);

        assertThat(String.join("", episode.segments().stream().map(Segment::text).toList())).isEqualTo(rendered);
    }

    @Test
    void trainsOnWhatTheModelSaysUpToTheTokenThatClosesItsTurn() {
        TrainingEpisode episode = episode(ChatTemplates.compact(), add(1), add(2));
        assertThat(episode.segments())
                .extracting(Segment::role)
                .containsExactly("system", "user", "assistant", "tool", "assistant", "assistant");
        assertThat(episode.segments().stream().filter(Segment::train).map(Segment::text))
                .containsExactly(
                        "I add.\n<tool_call>{\"name\": \"add\", \"arguments\": {\"amount\": 1}}</tool_call><|im_end|>",
                        "I add.\n<tool_call>{\"name\": \"add\", \"arguments\": {\"amount\": 2}}</tool_call><|im_end|>");
    }

    @Test
    void everyPromptEndsWhereTheModelBegins() {
        List<Segment> segments = episode(ChatTemplates.compact(), add(3)).segments();
        for (int i = 1; i < segments.size(); i++) {
            if (segments.get(i).train()) {
                assertThat(segments.get(i - 1).text()).endsWith("<|im_start|>assistant\n");
            }
        }
    }

    @Test
    void refusesAnOracleThatDoesNotSolve() {
        assertThatThrownBy(() -> episode(ChatTemplates.compact(), add(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not solve sample training/0001");
    }

    @Test
    void refusesATaskWithoutOracle() {
        assertThatThrownBy(() -> episode(ChatTemplates.compact()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no oracle");
    }

    @Test
    void refusesAnOracleThatActsInWords() {
        assertThatThrownBy(() -> episode(ChatTemplates.compact(), new Action.Text("add 3")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("acts in words");
    }

    @Test
    void refusesATemplateThatRewritesEarlierTurns() {
        ChatTemplate forgetful =
                ChatTemplate.parse("{{ messages | length }}: {{ messages[-1].content }}<e>", SpecialTokens.NONE);
        assertThatThrownBy(() -> episode(forgetful, add(1), add(2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rewrites earlier turns");
    }
}
