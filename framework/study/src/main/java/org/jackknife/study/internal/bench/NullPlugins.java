package org.jackknife.study.internal.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.Prompt;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.StepTimes;
import org.jackknife.api.trajectory.TokenCounts;

/** An engine, a task and a policy that do nothing but take the shape of real ones: what is left is the harness. */
final class NullPlugins implements Plugins {

    static final String ID = "null";

    /** The size of a turn's text in real journals. */
    private static final String OBSERVATION = "observation ".repeat(20);

    private final List<Object> services = List.of(new NullEngine(), new NullTask(), new NullPolicy());

    @Override
    public <T> List<Contribution<T>> all(Class<T> contract) {
        return services.stream()
                .filter(contract::isInstance)
                .map(service -> new Contribution<>(ID, "Does nothing.", "benchmark", true, contract.cast(service)))
                .toList();
    }

    private static final class NullEngine implements Engine<NoOptions> {

        @Override
        public Class<NoOptions> optionsType() {
            return NoOptions.class;
        }

        @Override
        public EngineSession open(Model model, NoOptions options) {
            return new NullSession();
        }
    }

    private static final class NullSession implements EngineSession {

        private static final ChatResponse ANSWER =
                ChatResponse.builder().aiMessage(AiMessage.from("go on")).build();

        @Override
        public ChatModel chat() {
            return new ChatModel() {
                @Override
                public ChatResponse doChat(ChatRequest request) {
                    return ANSWER;
                }
            };
        }

        @Override
        public Optional<TokenSession> tokens() {
            return Optional.empty();
        }

        @Override
        public EngineInfo info() {
            return new EngineInfo("null", "none", 0, Map.of());
        }

        @Override
        public void close() {}
    }

    private static final class NullTask implements Task<NoOptions> {

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
            return "nothing";
        }

        @Override
        public List<Sample> samples(NoOptions options, Split split, int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> new Sample(
                            "null/%06d".formatted(i), Difficulty.EASY, "null", "nothing", JsonNodeFactory.instance.objectNode()))
                    .toList();
        }

        @Override
        public Environment open(NoOptions options, Sample sample) {
            return new NullWorld();
        }
    }

    private static final class NullWorld implements Environment {

        @Override
        public Briefing reset() {
            return new Briefing("", "Do nothing.", "", List.of(), "nothing", List.of(), OBSERVATION);
        }

        @Override
        public Feedback act(Action action) {
            return new Feedback(OBSERVATION, true, 0, false, false);
        }

        @Override
        public List<ToolSpecification> tools() {
            return List.of(ToolSpecification.builder().name("nothing").build());
        }
    }

    private static final class NullPolicy implements Policy<NoOptions> {

        @Override
        public Class<NoOptions> optionsType() {
            return NoOptions.class;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Ending play(Episode episode, NoOptions options) {
            for (int i = 0; i < episode.limits().steps(); i++) {
                String answer = episode.model().chat("go on");
                Action action = new Action.Text(answer);
                episode.steps().accept(new Step(
                        i,
                        new Prompt(0, OBSERVATION),
                        answer,
                        ParserVerdict.text(),
                        Optional.of(action),
                        episode.environment().act(action),
                        TokenCounts.NONE,
                        new StepTimes(0, 0, 0, 0)));
            }
            return Ending.limitReached("steps");
        }
    }
}
