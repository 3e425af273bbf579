package org.jackknife.llamacpp;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.api.plugin.Rounds.Rates;

/** What the chat path costs beside llama.cpp's own decoding. */
@Plugin(value = "llamacpp-speed", summary = "The chat path against a bare loop of llama_decode.")
public final class LlamaCppSpeed implements Benchmark {

    private static final int REQUESTS = 8;
    private static final int ANSWER_TOKENS = 96;

    @Override
    public List<Figure> measure(Path model, boolean quick) {
        int rounds = quick ? 3 : 9;
        Rates chat = LlamaCppBenchmark.chat(
                model, LlamaCppOptions.of(Map.of("context", "1024", "threads", "1")), requests(), rounds);
        return List.of(
                Figure.plain("bare llama_decode loop", chat.bare(), chat.unit() + "/s"),
                Figure.atLeast(0.95, "chat path against it", chat.ratio(), "ratio"),
                Figure.plain("the same by processor time", chat.processorRatio(), "ratio"));
    }

    private static List<ChatRequest> requests() {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> ChatRequest.builder()
                        .messages(UserMessage.from("Question %d: what is the longitude of the northern harbour, and what is its height?".formatted(i)))
                        .parameters(GenerationParameters.builder().maxOutputTokens(ANSWER_TOKENS).build())
                        .build())
                .toList();
    }
}
