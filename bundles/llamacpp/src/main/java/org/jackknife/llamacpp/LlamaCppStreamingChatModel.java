package org.jackknife.llamacpp;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;
import org.jackknife.llamacpp.internal.ChatService;

/** The streaming side of a {@link LlamaCppChatModel}. Where tools are on offer, the text comes in one piece. */
final class LlamaCppStreamingChatModel implements StreamingChatModel {

    private final ChatService service;

    LlamaCppStreamingChatModel(ChatService service) {
        this.service = service;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        service.stream(request, handler);
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
}
