package org.jackknife.study.testing;

import java.util.Optional;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.Prompt;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.StepTimes;
import org.jackknife.api.trajectory.TokenCounts;

/**
 * Asks, does what the answer says, and stops at the limit of steps.
 *
 * @param offersTools what it says of itself; it never does
 */
public record WalkPolicy(boolean offersTools) implements Policy<NoOptions> {

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
        String before = "";
        String prompt = "%s seed %d".formatted(episode.briefing().goal(), episode.seed());
        for (int i = 0; i < episode.limits().steps(); i++) {
            long start = System.nanoTime();
            String answer = episode.model().chat(prompt);
            Action action = new Action.Text(answer);
            Feedback feedback = episode.environment().act(action);
            episode.steps().accept(new Step(
                    i,
                    Prompt.after(before, prompt),
                    answer,
                    ParserVerdict.text(),
                    Optional.of(action),
                    feedback,
                    new TokenCounts(prompt.length(), 0, answer.length()),
                    new StepTimes(0, 0, 0, System.nanoTime() - start)));
            if (feedback.done()) {
                return Ending.completed();
            }
            before = prompt;
            prompt += " " + feedback.observation() + " " + i;
        }
        return Ending.limitReached("steps");
    }
}
