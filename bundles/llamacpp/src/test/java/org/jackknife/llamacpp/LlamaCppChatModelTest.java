package org.jackknife.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.Generation;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.llamacpp.internal.Trial;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The chat model on the trial model, as plain Java uses it: no host, no engine session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlamaCppChatModelTest {

    private static final Pattern TURN = Pattern.compile("<\\|im_start\\|>(\\w+)\n(.*?)<\\|im_end\\|>\n", Pattern.DOTALL);

    private LlamaCppChatModel model;
    private List<Trial.Answer> answers;

    @BeforeAll
    void open() {
        answers = Trial.answers();
        model = LlamaCppChatModel.builder().modelPath(Trial.model()).build();
    }

    @AfterAll
    void close() {
        if (model != null) {
            model.close();
        }
    }

    /** The messages of a prompt written in ChatML. */
    static List<ChatMessage> messages(String prompt) {
        List<ChatMessage> messages = new ArrayList<>();
        Matcher turns = TURN.matcher(prompt);
        while (turns.find()) {
            messages.add(switch (turns.group(1)) {
                case "system" -> SystemMessage.from(turns.group(2));
                case "assistant" -> AiMessage.from(turns.group(2));
                default -> UserMessage.from(turns.group(2));
            });
        }
        return messages;
    }

    @Test
    void answersAsTheModelDoesInPyTorch() {
        Trial.Answer answer = answers.getFirst();
        ChatResponse response = model.chat(ChatRequest.builder().messages(messages(answer.prompt())).build());
        Generation generation = GenerationMetadata.of(response).orElseThrow();
        assertThat(generation.renderedPrompt()).isEqualTo(answer.prompt());
        assertThat(response.aiMessage().text()).isEqualTo(answer.greedyText());
        assertThat(generation.rawText()).isEqualTo(answer.greedyText());
        assertThat(generation.verdict()).isEqualTo(ParserVerdict.text());
        assertThat(generation.tokens().prompt()).isEqualTo(answer.promptIds().length);
        assertThat(generation.prefillNanos()).isPositive();
        assertThat(generation.decodeNanos()).isPositive();
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(answer.promptIds().length);
    }

    @Test
    void aPromptBeyondTheContextIsAnErrorOfItsOwn() {
        String text = "one two three ".repeat(1000);
        try (LlamaCppChatModel small = LlamaCppChatModel.builder()
                .modelPath(Trial.model())
                .options(Map.of("context", "256"))
                .build()) {
            assertThatThrownBy(() -> small.chat(text))
                    .isInstanceOf(ContextLengthException.class)
                    .hasMessageContaining("the context holds 256");
        }
    }

    @Test
    void requestsForWhatItCannotDoAreRefused() {
        for (var parameters : List.of(
                GenerationParameters.builder().frequencyPenalty(0.5).build(),
                GenerationParameters.builder().presencePenalty(0.5).build(),
                GenerationParameters.builder().modelName("other").build())) {
            ChatRequest request = ChatRequest.builder().messages(UserMessage.from("hi")).parameters(parameters).build();
            assertThatThrownBy(() -> model.chat(request)).isInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void theTimeLimitEndsAnAnswerWithTheReasonOther() {
        var parameters = GenerationParameters.builder().timeLimit(Duration.ofNanos(1)).build();
        ChatRequest request = ChatRequest.builder().messages(UserMessage.from("hi")).parameters(parameters).build();
        assertThat(model.chat(request).finishReason()).isEqualTo(FinishReason.OTHER);
    }

    @Test
    void interruptingTheCallerCancels() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model.chat("hi")).isInstanceOf(EngineException.class).hasMessageContaining("cancelled");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aFileThatIsNoModelIsRefusedBeforeNativeCodeSeesIt() throws Exception {
        var file = java.nio.file.Files.writeString(java.nio.file.Files.createTempFile("broken", ".gguf"), "GGUF nonsense");
        assertThatThrownBy(() -> LlamaCppChatModel.builder().modelPath(file).build())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(file.getFileName().toString());
        java.nio.file.Files.delete(file);
    }

    @Test
    void aClosedModelSaysSo() {
        LlamaCppChatModel closed = LlamaCppChatModel.builder().modelPath(Trial.model()).build();
        closed.close();
        assertThatThrownBy(() -> closed.chat("hi")).isInstanceOf(IllegalStateException.class);
    }
}
