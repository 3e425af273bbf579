package org.jackknife.llamacpp.internal;

import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onCompleteResponse;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onCompleteToolCall;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.onPartialResponse;
import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.withLoggingExceptions;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Hands an answer to a handler piece by piece. The pieces cross over a queue, so that a slow handler does not hold up
 * the decoding thread and all calls to the handler come from one thread.
 */
final class ChatStream implements StreamingHandle {

    private final ChatTurn turn;
    private final StreamingChatResponseHandler handler;
    /** Empty marks the end of the text. */
    private final BlockingQueue<Optional<String>> pieces = new LinkedBlockingQueue<>();

    ChatStream(ChatTurn turn, StreamingChatResponseHandler handler) {
        this.turn = turn;
        this.handler = handler;
    }

    void run(ChatService service) {
        try {
            GenerationResult result = generate(service);
            if (!isCancelled()) {
                complete(service.response(turn, result));
            }
        } catch (InterruptedException | RuntimeException e) {
            cancel();
            withLoggingExceptions(() -> handler.onError(e));
        }
    }

    private GenerationResult generate(ChatService service) throws InterruptedException {
        GenerationRequest request = turn.generation(text -> pieces.add(Optional.of(text)));
        Future<GenerationResult> future = service.submit(request);
        Thread.ofVirtual().start(() -> {
            awaitEnd(future);
            pieces.add(Optional.empty());
        });
        for (Optional<String> piece = pieces.take(); piece.isPresent(); piece = pieces.take()) {
            if (!turn.offersTools() && !isCancelled()) {
                onPartialResponse(handler, piece.get(), this);
            }
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw ChatService.cause(e);
        }
    }

    private static void awaitEnd(Future<GenerationResult> future) {
        try {
            future.get();
        } catch (InterruptedException | ExecutionException e) {
            // whoever takes the result from the future hears of it
            assert future.isDone();
        }
    }

    private void complete(ChatResponse response) {
        AiMessage message = response.aiMessage();
        if (turn.offersTools() && message.text() != null && !message.text().isEmpty()) {
            onPartialResponse(handler, message.text(), this);
        }
        for (int i = 0; i < message.toolExecutionRequests().size(); i++) {
            onCompleteToolCall(handler, new CompleteToolCall(i, message.toolExecutionRequests().get(i)));
        }
        onCompleteResponse(handler, response);
    }

    @Override
    public void cancel() {
        turn.signal().cancel();
    }

    @Override
    public boolean isCancelled() {
        return turn.signal().cancelled();
    }
}
