package org.jackknife.llamacpp.internal;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Set;

/** The chat side of a session that somebody else closes. */
record SessionChatModel(ChatService service) implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return service.chat(request);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return service.defaults();
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
