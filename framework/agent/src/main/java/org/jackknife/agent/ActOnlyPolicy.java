package org.jackknife.agent;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackknife.agent.internal.ActionParser;
import org.jackknife.agent.internal.EpisodeEnd;
import org.jackknife.agent.internal.EpisodeRun;
import org.jackknife.agent.internal.TextActing;
import org.jackknife.agent.internal.Turn;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.Option;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.trajectory.Ending;

/**
 * AgentBoard's act-only agent: one user message per step, rebuilt from instruction, examples, goal and history, and
 * ending in {@code Action: } (arXiv 2401.13178).
 *
 * <p>When the prompt no longer fits the context, the oldest items of the history are dropped one by one; instruction and
 * examples never are.
 */
@Plugin(value = "act-only", summary = "AgentBoard's agent: one prompt per step, answered with an action in words.")
public final class ActOnlyPolicy implements Policy<ActOnlyPolicy.Options> {

    /**
     * How the policy behaves.
     *
     * @param parser whether the action is searched in the answer, or the whole answer is the action
     * @param memory how many items of history are shown at most
     */
    public record Options(
            @Option(value = "Search the action in the answer, as AgentBoard does for local models.", defaultValue = "true")
                    boolean parser,
            @Option(
                            value = "Items of history (actions and observations) shown at most.",
                            unit = "items",
                            defaultValue = "100",
                            min = 1,
                            max = 100000)
                    int memory) {}

    private static final String REMINDER =
            "Answer with your next step, never empty, after the word Action. For example: Action: open the red door.";

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public Ending play(Episode episode, Options options) {
        Briefing briefing = episode.briefing();
        List<String> history = new ArrayList<>();
        history.add("Observation: " + briefing.observation());
        return EpisodeRun.play(episode, run -> {
            Turn turn = askWithinContext(run, briefing, options, history);
            String text = turn.generation().rawText();
            String action = options.parser() ? ActionParser.parse(text) : text;
            Feedback feedback = TextActing.carryOut(run, turn, action);
            history.add("Action: " + action);
            history.add("Observation: " + feedback.observation());
        });
    }

    private static Turn askWithinContext(EpisodeRun run, Briefing briefing, Options options, List<String> history)
            throws EpisodeEnd {
        while (true) {
            int first = Math.max(0, history.size() - options.memory());
            try {
                return run.ask(
                        prompt(briefing, options, history.subList(first, history.size())),
                        GenerationParameters.builder());
            } catch (ContextLengthException e) {
                if (history.size() == 1) {
                    throw e;
                }
                history.removeFirst();
            }
        }
    }

    private static List<ChatMessage> prompt(Briefing briefing, Options options, List<String> history) {
        String system = Stream.of(briefing.system(), options.parser() ? REMINDER : "")
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        UserMessage user = UserMessage.from(userText(briefing, history));
        return system.isEmpty() ? List.of(user) : List.of(SystemMessage.from(system), user);
    }

    private static String userText(Briefing briefing, List<String> history) {
        StringBuilder text = new StringBuilder(briefing.instruction());
        if (!briefing.manual().isBlank()) {
            text.append('\n').append(briefing.manual());
        }
        text.append('\n');
        if (!briefing.examples().isEmpty()) {
            text.append("Here are examples:\n");
            briefing.examples().forEach(example -> text.append(example).append('\n'));
        }
        text.append("You should perform actions to accomplish the goal: ").append(briefing.goal()).append('\n');
        briefing.help().forEach(line -> text.append(line).append('\n'));
        return text.append(String.join("\n", history)).append("\nAction: ").toString();
    }
}
