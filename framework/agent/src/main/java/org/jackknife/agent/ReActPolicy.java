package org.jackknife.agent;

import java.util.List;
import org.jackknife.agent.internal.ActionParser;
import org.jackknife.agent.internal.EpisodeRun;
import org.jackknife.agent.internal.TextActing;
import org.jackknife.agent.internal.Turn;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.policy.ReActConversation;
import org.jackknife.api.trajectory.Ending;

/**
 * Thinks, acts and observes in turns (ReAct, arXiv 2210.03629), as a conversation that only grows, so that an engine
 * may keep what it has already read.
 */
@Plugin(value = "react", summary = "Thought, action and observation in turns, with actions in words.")
public final class ReActPolicy implements Policy<NoOptions> {

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
        ReActConversation conversation = new ReActConversation(episode.briefing());
        return EpisodeRun.play(episode, run -> {
            Turn turn = run.ask(conversation.messages(), GenerationParameters.builder().stopSequences(List.of("\nObservation:")));
            String text = turn.generation().rawText();
            Feedback feedback = TextActing.carryOut(run, turn, ActionParser.parse(afterThought(text)));
            conversation.answered(text);
            conversation.observed(feedback.observation());
        });
    }

    /** The text from its last line that starts an action; a thought may well mention actions before. */
    private static String afterThought(String text) {
        int line = text.lastIndexOf("\nAction:");
        return line < 0 ? text : text.substring(line + 1);
    }
}
