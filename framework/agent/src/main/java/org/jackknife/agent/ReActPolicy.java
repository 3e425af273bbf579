package org.jackknife.agent;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackknife.agent.internal.ActionParser;
import org.jackknife.agent.internal.EpisodeRun;
import org.jackknife.agent.internal.TextActing;
import org.jackknife.agent.internal.Turn;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.trajectory.Ending;

/**
 * Thinks, acts and observes in turns (ReAct, arXiv 2210.03629), as a conversation that only grows, so that an engine
 * may keep what it has already read.
 */
@Plugin(value = "react", summary = "Thought, action and observation in turns, with actions in words.")
public final class ReActPolicy implements Policy<NoOptions> {

    private static final String FORMAT =
            """
            Answer in two lines and then stop:
            Thought: what you know and what you need next
            Action: your next action""";

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Class<NoOptions> optionsType() {
        return NoOptions.class;
    }

    @Override
    public Ending play(Episode episode, NoOptions options) {
        List<ChatMessage> messages = opening(episode.briefing());
        return EpisodeRun.play(episode, run -> {
            Turn turn = run.ask(messages, GenerationParameters.builder().stopSequences(List.of("\nObservation:")));
            String text = turn.generation().rawText();
            Feedback feedback = TextActing.carryOut(run, turn, ActionParser.parse(afterThought(text)));
            messages.add(AiMessage.from(text.isBlank() ? "(nothing)" : text));
            messages.add(UserMessage.from("Observation: " + feedback.observation()));
        });
    }

    private static List<ChatMessage> opening(Briefing briefing) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!briefing.system().isBlank()) {
            messages.add(SystemMessage.from(briefing.system()));
        }
        messages.add(UserMessage.from(Stream.of(
                        briefing.instruction(),
                        briefing.manual(),
                        FORMAT,
                        "Goal: " + briefing.goal(),
                        String.join("\n", briefing.help()),
                        "Observation: " + briefing.observation())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("\n"))));
        return messages;
    }

    /** The text from its last line that starts an action; a thought may well mention actions before. */
    private static String afterThought(String text) {
        int line = text.lastIndexOf("\nAction:");
        return line < 0 ? text : text.substring(line + 1);
    }
}
