package org.jackknife.calibration.internal.episode;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.task.Oracle.OracleStep;
import org.jackknife.calibration.OracleEpisode.Segment;
import org.jackknife.chat.ChatTemplate;

/** An episode in tool calls whose growing text is cut where the speaker changes. */
public final class SegmentedTranscript implements Transcript {

    private final ToolTranscript whole;
    private final String label;
    private final List<Segment> segments = new ArrayList<>();
    private String text = "";

    /** @param label the task, for messages */
    public SegmentedTranscript(Briefing briefing, List<ToolSpecification> tools, ChatTemplate template, String label) {
        this.whole = new ToolTranscript(briefing, tools, template);
        this.label = label;
    }

    /** Adds what was given since the last answer, then the answer. */
    @Override
    public void acts(OracleStep step) {
        given(whole.prompt());
        whole.acts(step);
        // the model stops at the token that closes its turn; a line feed after it belongs to the template
        append(whole.text().stripTrailing(), "assistant", true);
    }

    @Override
    public void observes(String observation) {
        whole.observes(observation);
    }

    @Override
    public String text() {
        return whole.text();
    }

    /** Everything up to the last answer, once the episode is over. */
    public List<Segment> segments() {
        String closed = text();
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
        String head = whole.head();
        if (!head.isEmpty() && prompt.startsWith(head)) {
            append(head, "system", false);
        }
        append(prompt, "user", false);
    }

    private void append(String upTo, String role, boolean train) {
        if (!upTo.startsWith(text)) {
            throw new MethodException(("the chat template rewrites earlier turns when later ones come, "
                            + "so %s cannot be cut into segments; use a template that only appends")
                    .formatted(label));
        }
        segments.add(new Segment(upTo.substring(text.length()), role, train));
        text = upTo;
    }
}
