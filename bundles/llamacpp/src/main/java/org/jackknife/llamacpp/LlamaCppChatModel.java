package org.jackknife.llamacpp;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.llamacpp.internal.ChatService;
import org.jackknife.llamacpp.internal.LlamaSession;

/**
 * LangChain4j's chat model over a GGUF file, in this process.
 *
 * <pre>{@code
 * try (LlamaCppChatModel model = LlamaCppChatModel.builder().modelPath(Path.of("model.gguf")).build()) {
 *     System.out.println(model.chat("What is the capital of Germany?"));
 * }
 * }</pre>
 *
 * <p>Supports tools, tool choice ({@code REQUIRED} confines the answer to valid calls by a grammar), JSON and JSON
 * schema response formats, stop sequences, temperature, top-p, top-k, and, through {@link GenerationParameters}, seed,
 * min-p and a time limit. Without temperature the answer is greedy. Responses carry
 * {@link org.jackknife.api.engine.GenerationMetadata}. Safe for several threads; calls beyond the {@code sequences}
 * option wait. Interrupting the calling thread cancels the generation.
 *
 * <p>Throws {@link org.jackknife.api.engine.ContextLengthException} for a prompt longer than the context,
 * {@link org.jackknife.api.engine.EngineException} where llama.cpp or the template fail, and LangChain4j's
 * {@code UnsupportedFeatureException} for what a request asks in vain: model name, penalties, images.
 */
public final class LlamaCppChatModel implements ChatModel, AutoCloseable {

    private final LlamaSession session;
    private final ChatService service;

    private LlamaCppChatModel(LlamaSession session, ChatService service) {
        this.session = session;
        this.service = service;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return service.chat(request);
    }

    /** A streaming model over the same loaded file, with the same settings; it lives as long as this one. */
    public StreamingChatModel streaming() {
        return new LlamaCppStreamingChatModel(service);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return service.defaults();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return service.listeners();
    }

    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    /** Frees the model. */
    @Override
    public void close() {
        session.close();
    }

    /** Builds a chat model. */
    public static final class Builder {

        private Path modelPath;
        private LlamaCppOptions options = LlamaCppOptions.defaults();
        private ChatRequestParameters defaults = GenerationParameters.builder().build();
        private List<ChatModelListener> listeners = List.of();

        private Builder() {}

        /** The GGUF file; required. */
        public Builder modelPath(Path path) {
            modelPath = path;
            return this;
        }

        /** How llama.cpp runs it. */
        public Builder options(LlamaCppOptions runtime) {
            options = Objects.requireNonNull(runtime, "options");
            return this;
        }

        /** How llama.cpp runs it, by the names of {@link LlamaCppOptions}. */
        public Builder options(Map<String, String> values) {
            return options(LlamaCppOptions.of(values));
        }

        /** Parameters of requests that say nothing else; {@link GenerationParameters} for seed, min-p, time limit. */
        public Builder defaultRequestParameters(ChatRequestParameters parameters) {
            defaults = Objects.requireNonNull(parameters, "parameters");
            return this;
        }

        public Builder listeners(List<ChatModelListener> chatListeners) {
            listeners = List.copyOf(chatListeners);
            return this;
        }

        /**
         * Loads the file.
         *
         * @throws org.jackknife.api.engine.EngineException if it cannot be run; the message says why
         */
        public LlamaCppChatModel build() {
            Objects.requireNonNull(modelPath, "modelPath");
            ChatService.requireSupported(defaults);
            LlamaSession session = LlamaSession.open(modelPath.getFileName().toString(), modelPath, options);
            return new LlamaCppChatModel(session, session.service(defaults, listeners));
        }
    }
}
