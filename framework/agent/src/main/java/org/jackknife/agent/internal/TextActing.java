package org.jackknife.agent.internal;

import java.util.Optional;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.trajectory.ParserVerdict;

/** Reads an answer as one action in words and carries it out: what act-only and ReAct share. */
public final class TextActing {

    private TextActing() {}

    /**
     * Carries out the action found in the answer.
     *
     * @param turn the answer
     * @param action the action as read, possibly empty; the world then says that it is none
     * @throws EpisodeEnd if the world is done or fails
     */
    public static Feedback carryOut(EpisodeRun run, Turn turn, String action) throws EpisodeEnd {
        Action.Text words = new Action.Text(action);
        Feedback feedback = run.act(words);
        ParserVerdict verdict =
                action.isEmpty() ? ParserVerdict.malformed("the answer holds no action") : ParserVerdict.call("words");
        run.told(turn, verdict, Optional.of(words), feedback);
        return feedback;
    }
}
