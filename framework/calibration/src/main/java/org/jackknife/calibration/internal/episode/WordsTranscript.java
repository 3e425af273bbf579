package org.jackknife.calibration.internal.episode;

import java.util.List;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.policy.ReActConversation;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.python.PythonLiteral;

/**
 * An episode in thoughts and actions in words, as the policy {@code react} has it. Tool calls are written as AgentBoard
 * writes them: {@code NAME with Action Input: ARGUMENTS}, the arguments as a Python literal.
 */
public final class WordsTranscript implements Transcript {

    private final ReActConversation conversation;
    private final ChatTemplate template;

    public WordsTranscript(Briefing briefing, ChatTemplate template) {
        this.conversation = new ReActConversation(briefing);
        this.template = template;
    }

    @Override
    public void acts(OracleStep step) {
        conversation.answered(ReActConversation.answer(step.say(), words(step.action())));
    }

    private static String words(Action action) {
        return switch (action) {
            case Action.Text(String text) -> text;
            case Action.Call(String tool, var arguments) ->
                tool + " with Action Input: " + PythonLiteral.str(arguments);
        };
    }

    @Override
    public void observes(String observation) {
        conversation.observed(observation);
    }

    @Override
    public String text() {
        return template.render(conversation.messages(), List.of(), false);
    }
}
