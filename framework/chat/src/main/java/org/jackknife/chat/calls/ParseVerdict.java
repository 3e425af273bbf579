package org.jackknife.chat.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;

/** What a parser made of a model's text. */
public sealed interface ParseVerdict {

    /**
     * The text calls tools.
     *
     * @param requests the calls in order, never empty; the arguments are a JSON object as text
     * @param textBefore what the model wrote before the first call, stripped; may be empty
     * @param textAfter what it wrote behind the last call, stripped; may be empty
     */
    record Calls(List<ToolExecutionRequest> requests, String textBefore, String textAfter) implements ParseVerdict {
        public Calls {
            requests = List.copyOf(requests);
        }
    }

    /** The text calls nothing. @param text the text as it came */
    record Text(String text) implements ParseVerdict {}

    /**
     * The text begins a call and does not carry it through.
     *
     * @param reason what is wrong
     * @param position where, as an offset into the text in chars
     * @param expected what would have been right there
     */
    record Malformed(String reason, int position, String expected) implements ParseVerdict {}
}
