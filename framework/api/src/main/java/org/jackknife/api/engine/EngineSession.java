package org.jackknife.api.engine;

import dev.langchain4j.model.chat.ChatModel;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A loaded model. Closing it frees what it holds; a call after that throws {@link IllegalStateException}. */
@ConsumerType
public interface EngineSession extends AutoCloseable {

    /**
     * The chat side of the model.
     *
     * <p>Answers carry {@link GenerationMetadata}. Up to {@link #concurrency()} calls run at once, others wait. Without
     * temperature the answer is greedy, and the same request gives the same answer.
     */
    ChatModel chat();

    /** The token side of the model; empty where the engine only chats. One thread at a time. */
    Optional<TokenSession> tokens();

    /** What runs here. */
    EngineInfo info();

    /** How many requests are answered at once, at least 1. */
    default int concurrency() {
        return 1;
    }

    @Override
    void close();
}
