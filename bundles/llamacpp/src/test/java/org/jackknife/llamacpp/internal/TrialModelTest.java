package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Compares the engine with PyTorch 1.13 on 25 prompts of the trial model, all in F32. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrialModelTest {

    private static final double TOLERANCE = 1e-3;

    private List<Trial.Answer> answers;
    private NativeModel model;

    @BeforeAll
    void load() {
        answers = Trial.answers();
        model = Trial.load();
    }

    @AfterAll
    void close() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void promptsSplitIntoTheSameTokens() {
        for (Trial.Answer answer : answers) {
            assertThat(model.vocabulary().tokenize(answer.prompt(), true)).as("%s", answer).isEqualTo(answer.promptIds());
            assertThat(model.vocabulary().detokenize(answer.promptIds())).isEqualTo(answer.prompt());
        }
    }

    @Test
    void theTenLargestLogitsAndTheLogSumExpAreWithinAThousandth() {
        var exact = new ContextSettings.Cache(TensorType.F32, TensorType.F32, false);
        var settings = new ContextSettings(1024, 512, 1, 2, exact);
        try (LlamaTokenSession session = new LlamaTokenSession(model, settings)) {
            for (Trial.Answer answer : answers) {
                float[] last = session.logits(answer.promptIds())[answer.promptIds().length - 1];
                int[] topIds = IntStream.range(0, last.length)
                        .boxed()
                        .sorted((a, b) -> Float.compare(last[b], last[a]))
                        .limit(answer.topIds().length)
                        .mapToInt(Integer::intValue)
                        .toArray();
                for (int i = 0; i < topIds.length; i++) {
                    assertThat((double) last[topIds[i]]).as("%s, rank %d", answer, i)
                            .isCloseTo(answer.topLogits()[i], within(TOLERANCE));
                    assertThat((double) last[answer.topIds()[i]]).as("%s, token %d", answer, answer.topIds()[i])
                            .isCloseTo(answer.topLogits()[i], within(TOLERANCE));
                }
                assertThat(LlamaTokenSession.logSumExp(last)).as("%s", answer)
                        .isCloseTo(answer.logSumExp(), within(TOLERANCE));
            }
        }
    }

    @Test
    void greedyTextIsTheSameWithAndWithoutPrefixReuse() throws Exception {
        for (boolean reuse : new boolean[] {true, false}) {
            try (Decoder decoder = new SequentialDecoder(model, Trial.settings(), reuse)) {
                for (Trial.Answer answer : answers) {
                    GenerationResult result = decoder.submit(greedy(answer.promptIds(), 200)).get();
                    assertThat(result.text()).as("%s", answer).isEqualTo(answer.greedyText());
                    assertThat(result.tokens()).as("%s", answer).isEqualTo(withoutEnd(answer.greedyIds()));
                    assertThat(result.end()).isEqualTo(GenerationResult.End.MODEL);
                }
            }
        }
    }

    private int[] withoutEnd(int[] ids) {
        return Arrays.stream(ids).takeWhile(id -> !model.vocabulary().endsGeneration(id)).toArray();
    }

    static GenerationRequest greedy(int[] prompt, int maxTokens) {
        return new GenerationRequest(
                prompt,
                SamplingSettings.GREEDY,
                new GenerationRequest.Limits(maxTokens, List.of(), Optional.empty()),
                new StopSignal(Optional.empty()),
                text -> { });
    }
}
