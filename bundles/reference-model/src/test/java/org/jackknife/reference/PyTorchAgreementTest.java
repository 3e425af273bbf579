package org.jackknife.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.model.Model;
import org.jackknife.llamacpp.LlamaCppEngine;
import org.jackknife.llamacpp.LlamaCppOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares llama.cpp with PyTorch 1.13 on held-out prompts: the recipe's own tokenizer, and its plain float32 forward
 * pass ({@code recipe/plain.py}) over the same F16 weights.
 */
class PyTorchAgreementTest {

    /** What PyTorch said to one prompt, without the token that ends the turn. */
    record Answer(String prompt, int[] promptIds, int[] greedyIds, String greedyText) {}

    @TempDir
    private static Path folder;

    @Test
    void llamaCppSplitsThePromptsAndContinuesThemAsPyTorchDoes() throws IOException {
        ReferenceModel reference = new ReferenceModel();
        Model model = Model.ofFile("reference", reference.unpack(folder), reference.card().sha256());
        try (EngineSession session = new LlamaCppEngine().open(model, LlamaCppOptions.defaults())) {
            TokenSession tokens = session.tokens().orElseThrow();
            for (Answer answer : answers()) {
                assertThat(tokens.tokenize(answer.prompt(), true)).as(answer.prompt()).isEqualTo(answer.promptIds());
                assertThat(tokens.detokenize(answer.greedyIds())).isEqualTo(answer.greedyText());
                assertThat(greedyChoices(tokens, answer)).as(answer.prompt()).isEqualTo(answer.greedyIds());
            }
        }
    }

    /** The most probable token after the prompt and after each token of the answer but the last. */
    private static int[] greedyChoices(TokenSession tokens, Answer answer) {
        int[] all = IntStream.concat(IntStream.of(answer.promptIds()), IntStream.of(answer.greedyIds())).toArray();
        float[][] logits = tokens.logits(all);
        return IntStream.range(answer.promptIds().length - 1, all.length - 1).map(at -> largest(logits[at])).toArray();
    }

    private static int largest(float[] values) {
        return IntStream.range(0, values.length).reduce((a, b) -> values[b] > values[a] ? b : a).orElseThrow();
    }

    private static List<Answer> answers() throws IOException {
        try (InputStream json = PyTorchAgreementTest.class.getResourceAsStream("expected.json")) {
            return List.of(new ObjectMapper().readValue(json, Answer[].class));
        }
    }
}
