package org.jackknife.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.Generation;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.model.Model;
import org.junit.jupiter.api.Test;

/**
 * Holds an engine to its contract.
 *
 * @param <O> the engine's options
 */
public abstract class EngineKit<O extends Record> {

    private static final int SHORT = 8;

    /** The engine under test. */
    protected abstract Engine<O> engine();

    /** Options under which the model holds far less than 20,000 words of context. */
    protected abstract O options();

    /** A model that the engine can open; what it says does not matter. */
    protected abstract Model model();

    private EngineSession open() {
        return engine().open(model(), options());
    }

    private static ChatRequest request(String text) {
        return ChatRequest.builder()
                .messages(List.of(UserMessage.from(text)))
                .parameters(GenerationParameters.builder().maxOutputTokens(SHORT).build())
                .build();
    }

    private static Generation generation(ChatResponse response) {
        return GenerationMetadata.of(response).orElseThrow();
    }

    @Test
    void tellsHowAnAnswerCameAbout() {
        try (EngineSession session = open()) {
            ChatResponse response = session.chat().chat(request("Hello"));
            Generation generation = generation(response);
            assertThat(generation.tokens().prompt()).isPositive();
            assertThat(generation.tokens().generated()).isBetween(0, SHORT);
            assertThat(generation.prefillNanos() + generation.decodeNanos()).isPositive();
            assertThat(response.finishReason()).isNotNull();
        }
    }

    @Test
    void theSameRequestGivesTheSameAnswer() {
        try (EngineSession session = open()) {
            String first = generation(session.chat().chat(request("Tell me more"))).rawText();
            session.chat().chat(request("Something else in between"));
            assertThat(generation(session.chat().chat(request("Tell me more"))).rawText()).isEqualTo(first);
        }
    }

    @Test
    void aPromptBeyondTheContextIsSaidToBe() {
        try (EngineSession session = open()) {
            assertThatThrownBy(() -> session.chat().chat(request("word ".repeat(20_000))))
                    .isInstanceOfSatisfying(ContextLengthException.class, e -> {
                        assertThat(e.promptTokens()).isGreaterThan(e.contextTokens());
                        assertThat(e.contextTokens()).isPositive();
                    });
            assertThat(generation(session.chat().chat(request("Hello"))).tokens().prompt())
                    .as("the session goes on after the refusal")
                    .isPositive();
        }
    }

    @Test
    void callsFromSeveralThreadsAreAllAnswered() throws Exception {
        try (EngineSession session = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(session.concurrency()).isPositive();
            String alone = generation(session.chat().chat(request("Number 0"))).rawText();
            List<Future<ChatResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String text = "Number " + i;
                answers.add(threads.submit(() -> session.chat().chat(request(text))));
            }
            for (Future<ChatResponse> answer : answers) {
                assertThat(answer.get().aiMessage()).isNotNull();
            }
            if (session.concurrency() == 1) {
                assertThat(generation(answers.getFirst().get()).rawText()).isEqualTo(alone);
            }
        }
    }

    @Test
    void saysWhatRuns() {
        try (EngineSession session = open()) {
            assertThat(session.info().engine()).isNotBlank();
            assertThat(session.info().model()).isNotBlank();
            assertThat(session.info().contextTokens()).isNotNegative();
        }
    }

    @Test
    void aClosedSessionRefusesUse() {
        EngineSession session = open();
        session.close();
        assertThatThrownBy(() -> session.chat().chat(request("Hello"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tokensGoThereAndBackWhereThereAreAny() {
        try (EngineSession session = open()) {
            if (session.tokens().isEmpty()) {
                return;
            }
            TokenSession tokens = session.tokens().get();
            int[] ids = tokens.tokenize("hello world", false);
            assertThat(ids).isNotEmpty();
            for (int id : ids) {
                assertThat(id).isBetween(0, tokens.vocabularySize() - 1);
            }
            assertThat(tokens.detokenize(ids).strip()).isEqualTo("hello world");
            float[][] logits = tokens.logits(ids);
            assertThat(logits).hasDimensions(ids.length, tokens.vocabularySize());
            assertThat(tokens.perplexity(tokens.tokenize("hello hello world", false))).isGreaterThan(1);
            assertThatThrownBy(() -> tokens.logits(new int[] {tokens.vocabularySize()}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void inputsOfProductsAreHandedOverOnceAndInOrder() {
        try (EngineSession session = open()) {
            if (session.tokens().isEmpty()) {
                return;
            }
            TokenSession tokens = session.tokens().get();
            int[] ids = tokens.tokenize("hello world", false);
            List<ProductInput> inputs = tokens.inputs();
            List<ProductInput> plain = inputs.stream().filter(input -> !input.routed()).toList();
            assertThat(plain).isNotEmpty().doesNotHaveDuplicates();
            List<ProductInput> seen = new ArrayList<>();
            tokens.activations(ids, Set.of(), activations -> {
                if (!activations.input().routed()) {
                    assertThat(activations.rows()).isEqualTo(ids.length);
                    assertThat(activations.toArray()).hasSize(ids.length * activations.input().width());
                    seen.add(activations.input());
                }
            });
            assertThat(seen).isEqualTo(plain);
            float[][] before = tokens.logits(ids);
            String first = inputs.getFirst().tensors().getFirst();
            tokens.activations(ids, Set.of(first), activations -> assertThat(activations.input()).isEqualTo(inputs.getFirst()));
            assertThat(tokens.logits(ids)).as("the session goes on after a computation that ended early").isDeepEqualTo(before);
        }
    }
}
