package org.jackknife.endpoint.internal;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.TokenSession;

/** A model behind a server. Nothing is held open, so closing only refuses further use. */
public final class EndpointSession implements EngineSession {

    private final EndpointChatModel chat;
    private final EngineInfo info;
    private final int concurrency;
    private volatile boolean closed;

    public EndpointSession(
            String model, OpenAiChatModel client, Backoff backoff, int concurrency, Map<String, String> settings) {
        this.chat = new EndpointChatModel(client, backoff, concurrency);
        this.info = new EngineInfo("OpenAI-compatible endpoint", model, 0, settings);
        this.concurrency = concurrency;
    }

    @Override
    public ChatModel chat() {
        if (closed) {
            throw new IllegalStateException("the session with " + info.model() + " is closed");
        }
        return chat;
    }

    @Override
    public Optional<TokenSession> tokens() {
        return Optional.empty();
    }

    @Override
    public EngineInfo info() {
        return info;
    }

    @Override
    public int concurrency() {
        return concurrency;
    }

    @Override
    public void close() {
        closed = true;
    }
}
