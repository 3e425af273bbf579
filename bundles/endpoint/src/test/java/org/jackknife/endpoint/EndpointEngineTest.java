package org.jackknife.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.TokenCounts;
import org.jackknife.testkit.CounterWorld;
import org.junit.jupiter.api.Test;

class EndpointEngineTest {

    private static EngineSession session(LocalServer server) {
        EndpointEngine.Options options = OptionSchema.of(EndpointEngine.Options.class)
                .bind("engine endpoint", Map.of(
                        "url", server.url(), "timeoutSeconds", "0.5", "retries", "2", "pauseSeconds", "0.01"));
        return new EndpointEngine().open(Model.remote("m"), options);
    }

    private static ChatResponse ask(LocalServer server) {
        try (EngineSession session = session(server)) {
            return session.chat().chat(ChatRequest.builder()
                    .messages(List.of(UserMessage.from("Hello")))
                    .parameters(GenerationParameters.builder()
                            .seed(5L)
                            .maxOutputTokens(9)
                            .toolSpecifications(new CounterWorld(3).tools())
                            .build())
                    .build());
        }
    }

    @Test
    void answersWithTextAndTokenCounts() throws Exception {
        try (LocalServer server = new LocalServer(LocalServer.says("Hi."))) {
            ChatResponse response = ask(server);
            assertThat(response.aiMessage().text()).isEqualTo("Hi.");
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(GenerationMetadata.of(response)).hasValueSatisfying(generation -> {
                assertThat(generation.tokens()).isEqualTo(new TokenCounts(4, 8, 3));
                assertThat(generation.rawText()).isEqualTo("Hi.");
            });
            assertThat(server.bodies().getFirst()).contains("\"seed\"", "\"temperature\"", "\"tools\"", "\"max_tokens\"");
        }
    }

    @Test
    void answersWithToolCalls() throws Exception {
        try (LocalServer server = new LocalServer(LocalServer.calls("add", "{\"amount\":3}"))) {
            ChatResponse response = ask(server);
            assertThat(response.aiMessage().toolExecutionRequests()).singleElement().satisfies(call -> {
                assertThat(call.name()).isEqualTo("add");
                assertThat(call.arguments()).isEqualTo("{\"amount\":3}");
            });
            assertThat(GenerationMetadata.of(response).orElseThrow().verdict().kind()).isEqualTo(ParserVerdict.Kind.CALL);
        }
    }

    @Test
    void passingFaultsAreRetried() throws Exception {
        for (LocalServer.Reaction fault : List.of(
                LocalServer.json(429, "{\"error\":{\"message\":\"slow down\"}}"),
                LocalServer.json(500, "oops"),
                LocalServer.json(200, "{\"id\": \"a\", \"choi"),
                LocalServer.dropsTheConnection(),
                LocalServer.sleeps(900))) {
            try (LocalServer server = new LocalServer(fault, fault, LocalServer.says("Hi."))) {
                assertThat(ask(server).aiMessage().text()).isEqualTo("Hi.");
                assertThat(server.bodies()).hasSize(3);
            }
        }
    }

    @Test
    void aFaultThatStaysIsAnEngineErrorThatTellsTheTries() throws Exception {
        try (LocalServer server = new LocalServer(LocalServer.json(503, "overloaded"))) {
            assertThatThrownBy(() -> ask(server))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("failed 3 times")
                    .hasMessageContaining("overloaded");
            assertThat(server.bodies()).hasSize(3);
        }
    }

    @Test
    void aRefusalIsNotRetried() throws Exception {
        try (LocalServer server = new LocalServer(LocalServer.json(401, "{\"error\":{\"message\":\"bad key\"}}"))) {
            assertThatThrownBy(() -> ask(server)).isInstanceOf(EngineException.class).hasMessageContaining("bad key");
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    void anOverlongPromptIsALimit() throws Exception {
        for (String body : List.of(
                "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens\"}}",
                "{\"error\":{\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":5000,\"n_ctx\":4096}}")) {
            try (LocalServer server = new LocalServer(LocalServer.json(400, body))) {
                assertThatThrownBy(() -> ask(server))
                        .isInstanceOfSatisfying(ContextLengthException.class, e -> {
                            assertThat(e.promptTokens()).isEqualTo(5000);
                            assertThat(e.contextTokens()).isEqualTo(4096);
                        });
            }
        }
    }

    @Test
    void aModelFileIsRefused() {
        EndpointEngine.Options options =
                OptionSchema.of(EndpointEngine.Options.class).bind("engine endpoint", Map.of("url", "http://localhost:1/v1"));
        assertThatThrownBy(() -> new EndpointEngine().open(Model.ofFile("x", Path.of("x.gguf"), "0"), options))
                .hasMessageContaining("model x is a file");
    }

    @Test
    void aClosedSessionRefusesUse() throws Exception {
        try (LocalServer server = new LocalServer(LocalServer.says("Hi."))) {
            EngineSession session = session(server);
            session.close();
            assertThatThrownBy(session::chat).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }
}
