package org.jackknife.llamacpp.internal;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jackknife.api.engine.GenerationParameters;
import org.jackknife.api.plugin.Rounds;
import org.jackknife.api.plugin.Rounds.Rates;
import org.jackknife.llamacpp.LlamaCppOptions;

/** Measures the chat path against a bare loop over {@code llama_decode} on the same tokens. */
public final class ChatBenchmark {

    /** Templates, tokens and messages are many small methods, which Java compiles one by one as they prove busy. */
    private static final Duration WARM_UP_PER_ROUND = Duration.ofSeconds(2);

    private ChatBenchmark() {}

    /** The tokens of one request: its prompt, and all that were generated but the last, which nobody decodes. */
    private record Tokens(int[] prompt, int[] answer) {}

    public static Rates run(Path file, LlamaCppOptions options, List<ChatRequest> requests, int rounds) {
        // without reuse both sides read the same tokens
        LlamaCppOptions full = new LlamaCppOptions(
                options.context(), options.threads(), options.gpuLayers(), options.batch(), 1, options.keyType(),
                options.valueType(), options.flashAttention(), options.memoryMap(), false, options.libraryDirectory());
        try (LlamaSession session = LlamaSession.open("benchmark", file, full)) {
            ChatService service = session.service(GenerationParameters.builder().build(), List.of());
            List<Tokens> tokens = requests.stream().map(request -> tokens(session, request)).toList();
            double work = tokens.stream().mapToInt(each -> each.prompt().length + each.answer().length).sum();
            try (NativeContext context = NativeContext.unstoppable(session.model(), session.settings())) {
                return new Rounds(rounds, WARM_UP_PER_ROUND.multipliedBy(rounds))
                        .compare(work, "tokens", () -> chat(service, requests), () -> bare(context, tokens));
            }
        }
    }

    private static Tokens tokens(LlamaSession session, ChatRequest request) {
        GenerationRequest generation = session.turn(request).generation(text -> { });
        try {
            GenerationResult result = session.decoder().submit(generation).get();
            return new Tokens(generation.prompt(), result.tokens());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the benchmark's request cannot be answered: " + e.getMessage(), e);
        }
    }

    private static long chat(ChatService service, List<ChatRequest> requests) {
        long start = System.nanoTime();
        requests.forEach(service::chat);
        return System.nanoTime() - start;
    }

    private static long bare(NativeContext context, List<Tokens> all) {
        long start = System.nanoTime();
        for (Tokens tokens : all) {
            context.clear();
            int position = 0;
            for (int end : PrefillPlan.of(0, tokens.prompt().length, context.settings().batch()).bounds()) {
                context.batch().clear();
                for (; position < end; position++) {
                    context.batch().add(tokens.prompt()[position], position, 0, position == tokens.prompt().length - 1);
                }
                context.decode(StopSignal.NEVER);
            }
            for (int token : tokens.answer()) {
                context.batch().clear();
                context.batch().add(token, position++, 0, true);
                context.decode(StopSignal.NEVER);
            }
        }
        return System.nanoTime() - start;
    }
}
