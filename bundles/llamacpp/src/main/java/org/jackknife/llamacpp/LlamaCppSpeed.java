package org.jackknife.llamacpp;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.plugin.Benchmark;
import org.jackknife.api.plugin.Plugin;
import org.jackknife.gguf.TensorType;

/** What the engine and the codec cost beside llama.cpp's own functions. */
@Plugin(value = "llamacpp", summary = "Engine and codec against bare calls of llama.cpp.")
public final class LlamaCppSpeed implements Benchmark {

    private static final int REQUESTS = 8;
    private static final int ANSWER_TOKENS = 96;
    private static final int WEIGHTS = 1 << 22;

    @Override
    public List<Figure> measure(Path model, boolean quick) {
        int rounds = quick ? 3 : 9;
        List<Figure> figures = new ArrayList<>();
        LlamaCppBenchmark.Rates chat = LlamaCppBenchmark.chat(
                model, LlamaCppOptions.of(Map.of("context", "1024", "threads", "1")), requests(), rounds);
        figures.add(Figure.plain("bare llama_decode loop", chat.bare(), chat.unit() + "/s"));
        figures.add(Figure.atLeast(0.95, "chat path against it", chat.ratio(), "ratio"));
        for (TensorType type : List.of(TensorType.Q8_0, TensorType.Q4_K, TensorType.Q6_K)) {
            LlamaCppBenchmark.Rates encode = LlamaCppBenchmark.quantize(type, WEIGHTS, 1, rounds);
            figures.add(Figure.plain("ggml_quantize_chunk " + type, encode.bare() / 1e6, "million/s"));
            figures.add(Figure.atLeast(0.9, "codec against it, " + type, encode.ratio(), "ratio"));
        }
        return figures;
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
