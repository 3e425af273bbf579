package org.jackknife.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jackknife.agent.internal.EpisodeEnd;
import org.jackknife.agent.internal.EpisodeRun;
import org.jackknife.agent.internal.Turn;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.policy.ToolConversation;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.ParserVerdict;

/**
 * Offers the world's tools to the model and carries out the calls that it makes, one conversation per episode.
 *
 * <p>An answer without a readable call costs a step, is answered with what went wrong and what may be called, and stays
 * in the history as the text that it was, so that the history remains valid for every chat template.
 */
@Plugin(value = "tool-calling", summary = "Lets the model call the world's tools through its own tool-call format.")
public final class ToolCallingPolicy implements Policy<ToolCallingPolicy.Options> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * How the policy behaves.
     *
     * @param forceCalls whether a grammar forces valid calls
     * @param patience unreadable answers in a row after which the episode ends as malformed output
     */
    public record Options(
            @Option(value = "Force valid calls by a grammar, where the engine can.", defaultValue = "false")
                    boolean forceCalls,
            @Option(
                            value = "End the episode after this many unreadable answers in a row.",
                            unit = "answers",
                            defaultValue = "3",
                            min = 1,
                            max = 1000)
                    int patience) {}

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public boolean offersTools() {
        return true;
    }

    @Override
    public Ending play(Episode episode, Options options) {
        return EpisodeRun.play(episode, new Calling(episode, options));
    }

    /** The conversation of one episode, turn by turn. */
    private static final class Calling implements EpisodeRun.Turns {

        private final ToolConversation conversation;
        private final List<ToolSpecification> tools;
        private final Options options;
        private int unreadable;

        Calling(Episode episode, Options options) {
            this.conversation = new ToolConversation(episode.briefing());
            this.tools = episode.environment().tools();
            this.options = options;
        }

        @Override
        public void next(EpisodeRun run) throws EpisodeEnd {
            Turn turn = run.ask(
                    conversation.messages(),
                    GenerationParameters.builder()
                            .toolSpecifications(tools)
                            .toolChoice(options.forceCalls() ? ToolChoice.REQUIRED : ToolChoice.AUTO));
            if (turn.message().hasToolExecutionRequests()) {
                unreadable = 0;
                carryOut(turn, run);
                return;
            }
            explain(turn, run);
            if (++unreadable == options.patience()) {
                throw new EpisodeEnd(
                        Ending.malformedOutput("%d answers in a row without a readable call".formatted(unreadable)));
            }
        }

        private void carryOut(Turn turn, EpisodeRun run) throws EpisodeEnd {
            conversation.add(turn.message());
            boolean first = true;
            for (ToolExecutionRequest request : turn.message().toolExecutionRequests()) {
                Optional<Action> action = action(request);
                Feedback feedback = action.isPresent()
                        ? run.act(action.get())
                        : run.unreadable("The arguments of %s are not a JSON object.".formatted(request.name()));
                conversation.observed(request, feedback.observation());
                if (first) {
                    run.told(turn, turn.generation().verdict(), action, feedback);
                } else {
                    run.toldAlso(turn, action, feedback);
                }
                first = false;
            }
        }

        private void explain(Turn turn, EpisodeRun run) throws EpisodeEnd {
            ParserVerdict verdict = turn.generation().verdict();
            String fault = verdict.kind() == ParserVerdict.Kind.MALFORMED
                    ? "Your tool call cannot be read: %s.".formatted(verdict.detail())
                    : "You called no tool.";
            String names = tools.stream().map(ToolSpecification::name).collect(Collectors.joining(", "));
            Feedback feedback = run.unreadable("%s Call one of: %s.".formatted(fault, names));
            String said = turn.generation().rawText();
            conversation.add(AiMessage.from(said.isBlank() ? "(nothing)" : said));
            conversation.corrected(feedback.observation());
            run.told(turn, verdict, Optional.empty(), feedback);
        }
    }

    private static Optional<Action> action(ToolExecutionRequest request) {
        String arguments = request.arguments() == null || request.arguments().isBlank() ? "{}" : request.arguments();
        try {
            JsonNode node = JSON.readTree(arguments);
            return node instanceof ObjectNode object
                    ? Optional.of(new Action.Call(request.name(), object))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            // not JSON: told to the model as such, and counted as an invalid step
            return Optional.empty();
        }
    }
}
