package org.jackknife.llamacpp;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.llamacpp.internal.Trial;

/** LangChain4j's kit for listeners. */
class LlamaCppListenerKitTest extends AbstractChatModelListenerIT {

    @Override
    protected ChatModel createModel(ChatModelListener listener) {
        return open(listener, Map.of());
    }

    /** Fails because no prompt fits. */
    @Override
    protected ChatModel createFailingModel(ChatModelListener listener) {
        return open(listener, Map.of("context", "1"));
    }

    private LlamaCppChatModel open(ChatModelListener listener, Map<String, String> options) {
        return LlamaCppChatModel.builder()
                .modelPath(Trial.model())
                .options(options)
                .defaultRequestParameters(GenerationParameters.builder()
                        .temperature(temperature())
                        .topP(topP())
                        .maxOutputTokens(maxTokens())
                        .build())
                .listeners(List.of(listener))
                .build();
    }

    /** Requests name no model: the file is the model. */
    @Override
    protected String modelName() {
        return null;
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return ContextLengthException.class;
    }
}
