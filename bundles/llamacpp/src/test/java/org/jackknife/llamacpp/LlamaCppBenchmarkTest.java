package org.jackknife.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import org.jackknife.api.plugin.Rounds.Rates;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.internal.Trial;
import org.junit.jupiter.api.Test;

/** Shows that the benchmarks measure something; the targets are for a quiet machine and the bench command. */
class LlamaCppBenchmarkTest {

    @Test
    void theChatPathIsMeasuredAgainstABareLoop() {
        List<ChatRequest> requests = Trial.answers().stream()
                .map(answer -> ChatRequest.builder().messages(LlamaCppChatModelTest.messages(answer.prompt())).build())
                .toList();
        Rates rates = LlamaCppBenchmark.chat(Trial.model(), LlamaCppOptions.defaults(), requests, 3);
        assertThat(rates.bare()).isPositive();
        assertThat(rates.ratio()).isBetween(0.2, 2.0);
    }

    @Test
    void theCodecIsMeasuredAgainstDirectCalls() {
        for (TensorType type : List.of(TensorType.Q4_0, TensorType.Q8_0, TensorType.Q6_K)) {
            Rates rates = LlamaCppBenchmark.quantize(type, 1 << 22, 2, 3);
            assertThat(rates.ratio()).isBetween(0.2, 10.0);
        }
    }
}
