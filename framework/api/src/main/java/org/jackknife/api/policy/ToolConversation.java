package org.jackknife.api.policy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;

/**
 * The one way in which a tool-calling episode is written as messages: policies, training data and calibration texts all
 * use it, so that a model reads in use exactly what it read in training.
 *
 * <p>The conversation is append-only, so that an engine may keep what it has already read. Not safe for several threads.
 */
public final class ToolConversation implements ChatMemory {

    private final List<ChatMessage> messages = new ArrayList<>();
    private int calls;

    /** A conversation that opens with the briefing: who the agent is and how the world works, then goal and first sight. */
    public ToolConversation(Briefing briefing) {
        String system = joined(briefing.system(), briefing.instruction());
        if (!system.isEmpty()) {
            messages.add(SystemMessage.from(system));
        }
        messages.add(UserMessage.from(joined(briefing.goal(), briefing.observation())));
    }

    /** What a model would have answered that says {@code text} and carries out the action. */
    public AiMessage answer(String text, Action.Call action) {
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .id("call-" + calls++)
                .name(action.tool())
                .arguments(action.arguments().toString())
                .build();
        return AiMessage.builder().text(text).toolExecutionRequests(List.of(request)).build();
    }

    /** Adds the answer to one tool call. */
    public void observed(ToolExecutionRequest call, String observation) {
        messages.add(ToolExecutionResultMessage.from(call, shown(observation)));
    }

    /** Adds the answer to something that was no readable call. */
    public void corrected(String observation) {
        messages.add(UserMessage.from(shown(observation)));
    }

    @Override
    public void add(ChatMessage message) {
        messages.add(message);
    }

    @Override
    public List<ChatMessage> messages() {
        return Collections.unmodifiableList(messages);
    }

    @Override
    public Object id() {
        return "episode";
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("an episode's conversation is append-only");
    }

    /** LangChain4j refuses blank messages, yet a world may have nothing to say. */
    private static String shown(String observation) {
        return observation.isBlank() ? "(nothing)" : observation;
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining("\n"));
    }
}
