package org.jackknife.llamacpp.internal;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.GenerationParameters;

/** Answers chat requests: renders, generates, parses. Safe for several threads. */
public final class ChatService {

    private final Parts parts;
    private final GenerationParameters defaults;
    private final List<ChatModelListener> listeners;
    private final AtomicLong answers = new AtomicLong();

    /**
     * What a service stands on.
     *
     * @param name the model's name in responses
     * @param model the loaded model
     * @param decoder generates
     * @param format how the model is talked to
     */
    record Parts(String name, NativeModel model, Decoder decoder, ChatFormat format) {}

    ChatService(Parts parts, ChatRequestParameters defaults, List<ChatModelListener> listeners) {
        requireSupported(defaults);
        this.parts = parts;
        // LangChain4j merges requests into the defaults, and only this class keeps seed, min-p and time limit
        this.defaults = GenerationParameters.builder().overrideWith(defaults).build();
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Refuses parameters that llama.cpp's chat has no use for, instead of ignoring them.
     *
     * @throws UnsupportedFeatureException naming the parameter
     */
    public static void requireSupported(ChatRequestParameters parameters) {
        refuse(parameters.modelName() != null, "modelName", "the model is the file that was loaded");
        refuse(parameters.frequencyPenalty() != null, "frequencyPenalty", "leave it out");
        refuse(parameters.presencePenalty() != null, "presencePenalty", "leave it out");
    }

    private static void refuse(boolean given, String parameter, String reason) {
        if (given) {
            throw new UnsupportedFeatureException(
                    "the parameter '%s' is not supported by the llama.cpp engine; %s".formatted(parameter, reason));
        }
    }

    public ChatRequestParameters defaults() {
        return defaults;
    }

    public List<ChatModelListener> listeners() {
        return listeners;
    }

    /** Answers a request; interrupting the caller cancels the generation. */
    public ChatResponse chat(ChatRequest request) {
        ChatTurn turn = ChatTurn.of(request, parts);
        Future<GenerationResult> future = parts.decoder().submit(turn.generation(text -> { }));
        return response(turn, await(future, turn.signal()));
    }

    /** Answers a request piece by piece, on a thread of its own. */
    public void stream(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatTurn turn = ChatTurn.of(request, parts);
        Thread.ofVirtual().name("llama-stream").start(() -> new ChatStream(turn, handler).run(this));
    }

    Future<GenerationResult> submit(GenerationRequest generation) {
        return parts.decoder().submit(generation);
    }

    ChatResponse response(ChatTurn turn, GenerationResult result) {
        return turn.response(result, "llamacpp-" + answers.incrementAndGet());
    }

    private static GenerationResult await(Future<GenerationResult> future, StopSignal signal) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            signal.cancel();
            Thread.currentThread().interrupt();
            throw new EngineException("the generation was cancelled", e);
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    /** What a generation failed with. */
    static RuntimeException cause(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            default -> new EngineException("the generation failed: " + e.getCause(), e.getCause());
        };
    }
}
