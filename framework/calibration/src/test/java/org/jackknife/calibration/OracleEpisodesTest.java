package org.jackknife.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.policy.ToolConversation;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.calibration.OracleEpisode.Segment;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.chat.SpecialTokens;
import org.jackknife.testkit.CounterWorld;
import org.junit.jupiter.api.Test;

class OracleEpisodesTest {

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

    private static OracleEpisode episode(ChatTemplate template, Action... moves) {
        return episodes(template, moves).of(Split.TRAINING, SAMPLE);
    }

    private static OracleEpisodes<NoOptions> episodes(ChatTemplate template, Action... moves) {
        return new OracleEpisodes<>(new TaskChoice<>(new Counting(List.of(moves)), new NoOptions(), "counting"), template);
    }

    @Test
    void theSegmentsTogetherAreTheRenderedConversation() {
        OracleEpisode episode = episode(ChatTemplates.compact(), add(1), add(2));

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
        OracleEpisode episode = episode(ChatTemplates.compact(), add(1), add(2));
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
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("has no oracle");
    }

    @Test
    void refusesAnOracleThatActsInWords() {
        assertThatThrownBy(() -> episode(ChatTemplates.compact(), new Action.Text("add 3")))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("acts in words");
    }

    @Test
    void refusesATemplateThatRewritesEarlierTurns() {
        ChatTemplate forgetful =
                ChatTemplate.parse("{{ messages | length }}: {{ messages[-1].content }}<e>", SpecialTokens.NONE);
        assertThatThrownBy(() -> episode(forgetful, add(1), add(2)))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("rewrites earlier turns");
    }

    @Test
    void theWholeTextIsThatOfTheSegmentsWhereTheTemplateShowsCalls() {
        OracleEpisodes<NoOptions> episodes = episodes(ChatTemplates.compact(), add(1), add(2));
        String segments = String.join(
                "",
                episodes.of(Split.TRAINING, SAMPLE).segments().stream()
                        .map(Segment::text)
                        .toList());
        assertThat(episodes.text(SAMPLE)).isEqualTo(segments);
    }

    @Test
    void callsAreWrittenInWordsWhereTheTemplateShowsNone() {
        assertThat(episodes(ChatTemplates.chatMl(), add(1), add(2)).text(SAMPLE))
                .isEqualTo(
                        """
                        <|im_start|>system
                        You count.<|im_end|>
                        <|im_start|>user
                        Add numbers until the counter shows the target; never go beyond it.
                        Write: add N
                        Answer in two lines and then stop:
                        Thought: what you know and what you need next
                        Action: your next action
                        Goal: Bring the counter to 3.
                        Observation: The counter shows 0.<|im_end|>
                        <|im_start|>assistant
                        Thought: I add.
                        Action: add with Action Input: {'amount': 1}<|im_end|>
                        <|im_start|>user
                        Observation: The counter shows 1.<|im_end|>
                        <|im_start|>assistant
                        Thought: I add.
                        Action: add with Action Input: {'amount': 2}<|im_end|>
                        """);
    }

    @Test
    void anOracleThatActsInWordsIsWrittenInWords() {
        assertThat(episodes(ChatTemplates.compact(), new Action.Text("add 3")).text(SAMPLE))
                .contains("Thought: I add.\nAction: add 3<|im_end|>");
    }

    @Test
    void aTemplateThatRewritesEarlierTurnsStillGivesAText() {
        ChatTemplate forgetful =
                ChatTemplate.parse("{{ messages | length }}: {{ messages[-1].content }}<e>", SpecialTokens.NONE);
        assertThat(episodes(forgetful, add(1), add(2)).text(SAMPLE)).isEqualTo("""
                5: Thought: I add.
                Action: add with Action Input: {'amount': 2}<e>""");
    }
}
