package org.jackknife.llamacpp;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.llamacpp.internal.Variants;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's kit for listeners of streaming models. */
class LlamaCppStreamingListenerKitTest extends AbstractStreamingChatModelListenerIT {

    @TempDir
    private static Path folder;

    private static Path file;

    @BeforeAll
    static void copy() throws Exception {
        file = Variants.withTools(folder.resolve("trial.gguf"));
    }

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener) {
        return open(listener, Map.of());
    }

    /** Fails because no prompt fits. */
    @Override
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        return open(listener, Map.of("context", "1"));
    }

    private StreamingChatModel open(ChatModelListener listener, Map<String, String> options) {
        return LlamaCppChatModel.builder()
                .modelPath(file)
                .options(options)
                .defaultRequestParameters(GenerationParameters.builder()
                        .temperature(temperature())
                        .topP(topP())
                        .maxOutputTokens(maxTokens())
                        .build())
                .listeners(List.of(listener))
                .build()
                .streaming();
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
