package org.jackknife.calibration.internal.episode;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import java.util.List;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.policy.ToolConversation;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.chat.ChatTemplate;

/** An episode in tool calls, as the policy {@code tool-calling} has it. */
public final class ToolTranscript implements Transcript {

    private final ToolConversation conversation;
    private final List<ToolSpecification> tools;
    private final ChatTemplate template;
    private ToolExecutionRequest pending;

    public ToolTranscript(Briefing briefing, List<ToolSpecification> tools, ChatTemplate template) {
        this.conversation = new ToolConversation(briefing);
        this.tools = tools;
        this.template = template;
    }

    /** @param step one whose action is a call */
    @Override
    public void acts(OracleStep step) {
        AiMessage answer = conversation.answer(step.say(), (Action.Call) step.action());
        conversation.add(answer);
        pending = answer.toolExecutionRequests().getFirst();
    }

    @Override
    public void observes(String observation) {
        conversation.observed(pending, observation);
    }

    @Override
    public String text() {
        return template.render(conversation.messages(), tools, false);
    }

    /** The conversation so far, up to where the agent begins to answer. */
    String prompt() {
        return template.render(conversation.messages(), tools, true);
    }

    /** The opening message alone where it is the system's; otherwise empty. */
    String head() {
        ChatMessage first = conversation.messages().getFirst();
        return first instanceof SystemMessage ? template.render(List.of(first), tools, false) : "";
    }
}
