package org.jackknife.llamacpp;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.plugin.Rounds.Rates;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.internal.ChatBenchmark;
import org.jackknife.llamacpp.internal.CodecBenchmark;

/** Measures what the layers above llama.cpp cost, against bare calls of its functions on the same work. */
public final class LlamaCppBenchmark {

    private LlamaCppBenchmark() {}

    /**
     * Compares the chat path (template, tokenizer, prompt, sampling, parser) with a loop over {@code llama_decode}
     * alone, which nothing can stop, on the same prompt and answer tokens. Both read every prompt in full. Rounds
     * alternate, and the median round counts, so that other load on the machine hits both alike.
     *
     * @param requests what to ask; each should lead to an answer of some tokens
     * @param rounds at least 1
     */
    public static Rates chat(Path model, LlamaCppOptions options, List<ChatRequest> requests, int rounds) {
        return ChatBenchmark.run(model, options, requests, rounds);
    }

    /**
     * Compares {@link NativeTensorCodec#encode} with direct calls of {@code ggml_quantize_chunk}, both on so many
     * threads.
     *
     * @param elements how many numbers, a multiple of 4096
     * @param rounds at least 1
     */
    public static Rates quantize(TensorType type, int elements, int threads, int rounds) {
        return CodecBenchmark.run(type, elements, threads, rounds);
    }
}
