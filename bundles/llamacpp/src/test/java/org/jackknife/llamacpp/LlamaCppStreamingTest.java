package org.jackknife.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jackknife.llamacpp.internal.Trial;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaCppStreamingTest {

    private LlamaCppChatModel model;
    private Trial.Answer answer;
    private ChatRequest request;

    @BeforeAll
    void open() {
        answer = Trial.answers().getFirst();
        model = LlamaCppChatModel.builder().modelPath(Trial.model()).build();
        request = ChatRequest.builder().messages(LlamaCppChatModelTest.messages(answer.prompt())).build();
    }

    @AfterAll
    void close() {
        if (model != null) {
            model.close();
        }
    }

    /** Records what a stream hands over; a case overrides what it needs. */
    private static class Recorder implements StreamingChatResponseHandler {
        final List<String> pieces = new CopyOnWriteArrayList<>();
        final List<Throwable> errors = new CopyOnWriteArrayList<>();
        final List<ChatResponse> responses = new CopyOnWriteArrayList<>();
        final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            pieces.add(piece.text());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            responses.add(response);
            end.countDown();
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }
    }

    @Test
    void thePiecesAreTheWholeAnswer() throws Exception {
        Recorder recorder = new Recorder();
        model.streaming().chat(request, recorder);
        assertThat(recorder.end.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(String.join("", recorder.pieces)).isEqualTo(answer.greedyText());
        assertThat(recorder.pieces).hasSizeGreaterThan(3);
        assertThat(recorder.responses.getFirst().aiMessage().text()).isEqualTo(answer.greedyText());
    }

    @Test
    void anExceptionOfTheHandlerGoesToItsOnErrorAndTheAnswerGoesOn() throws Exception {
        RuntimeException fault = new RuntimeException("a fault in the handler");
        Recorder recorder = new Recorder() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                super.onPartialResponse(piece, context);
                throw fault;
            }
        };
        model.streaming().chat(request, recorder);
        assertThat(recorder.end.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.errors).hasSize(recorder.pieces.size()).containsOnly(fault);
        assertThat(String.join("", recorder.pieces)).isEqualTo(answer.greedyText());
    }

    @Test
    void aCancelledStreamEndsWithoutAResponse() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                super.onPartialResponse(piece, context);
                context.streamingHandle().cancel();
                cancelled.countDown();
            }
        };
        model.streaming().chat(request, recorder);
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        // one thread decodes, so an answered request means that the cancelled one has ended
        assertThat(model.chat(request).aiMessage().text()).isEqualTo(answer.greedyText());
        assertThat(recorder.end.await(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(recorder.pieces).hasSize(1);
        assertThat(recorder.errors).isEmpty();
    }
}
