package org.jackknife.cli.internal;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.policy.ToolConversation;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.cli.InputException;

/**
 * Plays a task's oracle and renders what a tool-calling agent would have read and said.
 *
 * <p>Messages are made by {@link ToolConversation} and prompts by the chat template, as in a run: a model reads in use
 * exactly what it learned from.
 *
 * @param <O> the options record of the task
 */
final class TrainingEpisodes<O extends Record> {

    private final Task<O> task;
    private final O options;
    private final String label;
    private final Oracle oracle;
    private final ChatTemplate template;

    /**
     * Episodes of one task.
     *
     * @param label the task with its options, as written
     * @throws InputException if the task has no oracle
     */
    TrainingEpisodes(Task<O> task, O options, String label, ChatTemplate template) {
        this.task = task;
        this.options = options;
        this.label = label;
        this.template = template;
        this.oracle = task.oracle(options)
                .orElseThrow(() -> new InputException(
                        label + " has no oracle, so there are no trajectories to write; choose generated samples"));
    }

    /**
     * The sample, solved.
     *
     * @throws IllegalStateException if the oracle does not solve it, which is a fault of the task
     */
    TrainingEpisode of(Split split, Sample sample) {
        try (Environment environment = task.open(options, sample)) {
            ToolConversation conversation = new ToolConversation(environment.reset());
            Rendering rendering = new Rendering(conversation, environment.tools());
            Feedback last = null;
            for (OracleStep step : oracle.solve(sample)) {
                Action.Call call = call(step, sample);
                AiMessage answer = conversation.answer(step.say(), call);
                rendering.answer(answer);
                last = environment.act(call);
                conversation.observed(answer.toolExecutionRequests().getFirst(), last.observation());
            }
            if (last == null || !last.success()) {
                throw new IllegalStateException("the oracle of %s does not solve sample %s; last observation: %s"
                        .formatted(label, sample.id(), last == null ? "none" : last.observation()));
            }
            return new TrainingEpisode(sample.id(), label, split.toString(), rendering.segments());
        }
    }

    private Action.Call call(OracleStep step, Sample sample) {
        if (step.action() instanceof Action.Call call) {
            return call;
        }
        throw new InputException("the oracle of %s acts in words on sample %s (%s); only tool calls can be written"
                .formatted(label, sample.id(), step.action()));
    }

    /** The growing prompt, cut where the speaker changes. */
    private final class Rendering {

        private final ToolConversation conversation;
        private final List<ToolSpecification> tools;
        private final List<TrainingEpisode.Segment> segments = new ArrayList<>();
        private String text = "";
        private String closed = "";

        Rendering(ToolConversation conversation, List<ToolSpecification> tools) {
            this.conversation = conversation;
            this.tools = tools;
        }

        /** Adds what was given since the last answer, then the answer, also to the conversation. */
        void answer(AiMessage answer) {
            String prompt = template.render(conversation.messages(), tools, true);
            given(prompt);
            conversation.add(answer);
            closed = template.render(conversation.messages(), tools, false);
            // the model stops at the token that closes its turn; a line feed after it belongs to the template
            append(closed.stripTrailing(), "assistant", true);
        }

        /** Everything up to the last answer: no model ever reads the observation after it. */
        List<TrainingEpisode.Segment> segments() {
            if (closed.length() > text.length()) {
                append(closed, "assistant", false);
            }
            return List.copyOf(segments);
        }

        private void given(String prompt) {
            if (segments.isEmpty()) {
                opening(prompt);
            } else {
                append(prompt, "tool", false);
            }
        }

        /** The system turn is a segment of its own, because trainers share it between episodes. */
        private void opening(String prompt) {
            if (conversation.messages().getFirst() instanceof SystemMessage system) {
                String head = template.render(List.of(system), tools, false);
                if (prompt.startsWith(head)) {
                    append(head, "system", false);
                }
            }
            append(prompt, "user", false);
        }

        private void append(String upTo, String role, boolean train) {
            if (!upTo.startsWith(text)) {
                throw new InputException(("the chat template rewrites earlier turns when later ones come, "
                                + "so %s cannot be cut into segments; use a template that only appends")
                        .formatted(label));
            }
            segments.add(new TrainingEpisode.Segment(upTo.substring(text.length()), role, train));
            text = upTo;
        }
    }
}
