package org.jackknife.llamacpp.internal;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;
import java.util.Optional;
import org.jackknife.chat.calls.ToolCallForm;

final class AnswerGrammar {
    static Optional<String> of(ChatRequestParameters p, List<ToolSpecification> tools, ToolCallForm form) {
        return Optional.empty();
    }
}
