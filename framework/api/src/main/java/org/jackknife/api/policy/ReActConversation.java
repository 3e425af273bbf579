package org.jackknife.api.policy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackknife.api.environment.Briefing;

/**
 * The one way in which an episode of thoughts, actions in words and observations is written as messages (ReAct, arXiv
 * 2210.03629): the policy and calibration texts both use it.
 *
 * <p>The conversation is append-only, so that an engine may keep what it has already read. Not safe for several threads.
 */
public final class ReActConversation {

    private static final String FORMAT =
            """
            Answer in two lines and then stop:
            Thought: what you know and what you need next
            Action: your next action""";

    private final List<ChatMessage> messages = new ArrayList<>();

    /** A conversation that opens with the briefing and with how to answer. */
    public ReActConversation(Briefing briefing) {
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
    }

    /** What a model would have answered that thinks {@code thought} and acts. */
    public static String answer(String thought, String action) {
        return "Thought: %s\nAction: %s".formatted(thought, action);
    }

    /** Adds an answer as the model wrote it. */
    public void answered(String text) {
        // LangChain4j refuses blank messages
        messages.add(AiMessage.from(text.isBlank() ? "(nothing)" : text));
    }

    /** Adds what the world answered. */
    public void observed(String observation) {
        messages.add(UserMessage.from("Observation: " + observation));
    }

    /** The messages so far; a view that cannot be changed. */
    public List<ChatMessage> messages() {
        return Collections.unmodifiableList(messages);
    }
}
