package org.jackknife.calibration;

import java.util.Iterator;
import java.util.List;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.calibration.internal.episode.SegmentedTranscript;
import org.jackknife.calibration.internal.episode.ToolTranscript;
import org.jackknife.calibration.internal.episode.Transcript;
import org.jackknife.calibration.internal.episode.WordsTranscript;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.TemplateInfo;

/**
 * Plays a task's oracle and renders what an agent would have read and said, by the classes that policies write their
 * conversations with and by the chat template, as in a run: a model reads in use exactly what it was trained or
 * calibrated on. Safe for several threads.
 *
 * @param <O> the options record of the task
 */
public final class OracleEpisodes<O extends Record> {

    private final TaskChoice<O> task;
    private final Oracle oracle;
    private final ChatTemplate template;

    /**
     * Episodes of one task.
     *
     * @throws MethodException if the task has no oracle
     */
    public OracleEpisodes(TaskChoice<O> task, ChatTemplate template) {
        this.task = task;
        this.template = template;
        this.oracle = task.oracle()
                .orElseThrow(() -> new MethodException(
                        task.label() + " has no oracle, so there are no trajectories to write; choose generated samples"));
    }

    /**
     * The sample, solved by tool calls and cut where the speaker changes.
     *
     * @throws MethodException if the oracle acts in words, or the template rewrites earlier turns
     * @throws IllegalStateException if the oracle does not solve it, which is a fault of the task
     */
    public OracleEpisode of(Split split, Sample sample) {
        List<OracleStep> steps = oracle.solve(sample);
        if (inWords(steps)) {
            throw new MethodException("the oracle of %s acts in words on sample %s; only tool calls can be written"
                    .formatted(task.label(), sample.id()));
        }
        try (Environment environment = task.task().open(task.options(), sample)) {
            SegmentedTranscript transcript =
                    new SegmentedTranscript(environment.reset(), environment.tools(), template, task.label());
            play(sample, steps, environment, transcript);
            return new OracleEpisode(sample.id(), task.label(), split.toString(), transcript.segments());
        }
    }

    /**
     * The sample, solved, as one text in a form that the model can read: with tool calls where its template shows tools,
     * calls and results; otherwise, and where the oracle acts in words, as thoughts and actions in words (ReAct).
     *
     * @throws IllegalStateException if the oracle does not solve it, which is a fault of the task
     */
    public String text(Sample sample) {
        List<OracleStep> steps = oracle.solve(sample);
        try (Environment environment = task.task().open(task.options(), sample)) {
            Transcript transcript = showsCalls(template) && !inWords(steps)
                    ? new ToolTranscript(environment.reset(), environment.tools(), template)
                    : new WordsTranscript(environment.reset(), template);
            play(sample, steps, environment, transcript);
            return transcript.text();
        }
    }

    /** Whether prompts of a template show everything that a tool-calling episode is made of. */
    static boolean showsCalls(ChatTemplate template) {
        TemplateInfo shows = template.probe();
        return shows.tools() && shows.toolCalls() && shows.toolResults();
    }

    private static boolean inWords(List<OracleStep> steps) {
        return steps.stream().anyMatch(step -> step.action() instanceof Action.Text);
    }

    private void play(Sample sample, List<OracleStep> steps, Environment environment, Transcript transcript) {
        Feedback last = null;
        for (Iterator<OracleStep> rest = steps.iterator(); rest.hasNext(); ) {
            OracleStep step = rest.next();
            transcript.acts(step);
            last = environment.act(step.action());
            // no model ever reads what comes after its last answer
            if (rest.hasNext()) {
                transcript.observes(last.observation());
            }
        }
        if (last == null || !last.success()) {
            throw new IllegalStateException("the oracle of %s does not solve sample %s; last observation: %s"
                    .formatted(task.label(), sample.id(), last == null ? "none" : last.observation()));
        }
    }
}
