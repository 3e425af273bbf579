package org.jackknife.llamacpp;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.llamacpp.internal.Variants;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's kit for listeners. */
class LlamaCppListenerKitTest extends AbstractChatModelListenerIT {

    @TempDir
    private static Path folder;

    private static Path file;

    @BeforeAll
    static void copy() throws Exception {
        file = Variants.withTools(folder.resolve("trial.gguf"));
    }

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
                .modelPath(file)
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
