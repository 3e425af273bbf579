package org.jackknife.endpoint.internal;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.engine.Generation;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.TokenCounts;

/** LangChain4j's client, with retries, and with what can be known of how an answer came about. */
final class EndpointChatModel implements ChatModel {

    private final OpenAiChatModel client;
    private final Backoff backoff;
    private final Semaphore slots;

    EndpointChatModel(OpenAiChatModel client, Backoff backoff, int concurrency) {
        this.client = client;
        this.backoff = backoff;
        this.slots = new Semaphore(concurrency, true);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return GenerationParameters.builder().overrideWith(client.defaultRequestParameters()).build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        ChatRequest translated = ChatRequest.builder()
                .messages(request.messages())
                .parameters(translated(request.parameters()))
                .build();
        slots.acquireUninterruptibly();
        long start = System.nanoTime();
        try {
            ChatResponse response = backoff.call(() -> client.chat(translated));
            return described(response, System.nanoTime() - start);
        } catch (NonRetriableException e) {
            throw ServerErrors.tooLong(e.getMessage()).<RuntimeException>map(tooLong -> tooLong)
                    .orElseGet(() -> new EngineException("the server refuses the request: " + e.getMessage(), e));
        } finally {
            slots.release();
        }
    }

    private static ChatRequestParameters translated(ChatRequestParameters parameters) {
        OpenAiChatRequestParameters.Builder builder =
                OpenAiChatRequestParameters.builder().overrideWith(parameters);
        if (parameters instanceof GenerationParameters generation) {
            // the protocol's seed is an int; the low half of ours is as good
            generation.seed().ifPresent(seed -> builder.seed(seed.intValue()));
            generation.minP().ifPresent(minP -> builder.customParameters(Map.of("min_p", minP)));
        }
        return builder.build();
    }

    private static ChatResponse described(ChatResponse response, long nanos) {
        AiMessage message = response.aiMessage();
        String text = Optional.ofNullable(message.text()).orElse("");
        boolean calls = message.hasToolExecutionRequests();
        Generation generation = new Generation(
                "",
                calls ? text + message.toolExecutionRequests() : text,
                calls ? ParserVerdict.call("by the server") : ParserVerdict.text(),
                counts(response.tokenUsage()),
                0,
                nanos);
        return ChatResponse.builder()
                .aiMessage(message)
                .metadata(GenerationMetadata.builder()
                        .generation(generation)
                        .id(response.metadata().id())
                        .modelName(response.metadata().modelName())
                        .tokenUsage(response.tokenUsage())
                        .finishReason(response.finishReason())
                        .build())
                .build();
    }

    private static TokenCounts counts(TokenUsage usage) {
        if (usage == null) {
            return TokenCounts.NONE;
        }
        int reused = usage instanceof OpenAiTokenUsage openAi
                        && openAi.inputTokensDetails() != null
                        && openAi.inputTokensDetails().cachedTokens() != null
                ? openAi.inputTokensDetails().cachedTokens()
                : 0;
        return new TokenCounts(known(usage.inputTokenCount()) - reused, reused, known(usage.outputTokenCount()));
    }

    private static int known(Integer count) {
        return count == null ? 0 : count;
    }
}
