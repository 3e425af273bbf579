package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jackknife.api.engine.ContextLengthException;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.internal.GenerationRequest.Limits;
import org.jackknife.llamacpp.internal.GenerationResult.End;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratorTest {

    private NativeModel model;
    private Decoder decoder;
    private List<Trial.Answer> answers;

    @BeforeAll
    void load() {
        answers = Trial.answers();
        model = Trial.load();
        decoder = new SequentialDecoder(model, Trial.settings(), true);
    }

    @AfterAll
    void close() {
        if (model != null) {
            decoder.close();
            model.close();
        }
    }

    private static GenerationRequest request(int[] prompt, SamplingSettings sampling, Limits limits, StopSignal signal) {
        return new GenerationRequest(prompt, sampling, limits, signal, text -> { });
    }

    private static Limits limits(int most, String... stops) {
        return new Limits(most, List.of(stops), Optional.empty());
    }

    private static StopSignal unlimited() {
        return new StopSignal(Optional.empty());
    }

    /** With end-of-generation forbidden by the grammar, so that it never ends by itself. */
    private GenerationRequest endless(StopSignal signal) {
        var endless = new Limits(100_000, List.of(), Optional.of("root ::= [^\\x00]+ \"\\x00\""));
        return request(answers.getFirst().promptIds(), SamplingSettings.GREEDY, endless, signal);
    }

    @Test
    void twentyGreedyAnswersOfTwentyAreIdenticalWhateverWasAskedBetween() throws Exception {
        Trial.Answer answer = answers.get(3);
        for (int i = 0; i < 20; i++) {
            decoder.submit(TrialModelTest.greedy(answers.get(i).promptIds(), 20)).get();
            assertThat(decoder.submit(TrialModelTest.greedy(answer.promptIds(), 200)).get().text())
                    .as("repetition %d", i).isEqualTo(answer.greedyText());
        }
    }

    @Test
    void aSeedGivesTheSameAnswerAndAnotherSeedAnother() throws Exception {
        int[] prompt = answers.getFirst().promptIds();
        List<String> texts = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            SamplingSettings sampling = new SamplingSettings(3, 0, 1, 0, seed);
            texts.add(decoder.submit(request(prompt, sampling, limits(30), unlimited())).get().text());
        }
        assertThat(texts.get(0)).isEqualTo(texts.get(1)).isNotEqualTo(texts.get(2));
    }

    @Test
    void theSecondTurnReportsWhatItReused() throws Exception {
        int[] prompt = answers.get(5).promptIds();
        int[] longer = IntStream.concat(Arrays.stream(prompt), Arrays.stream(prompt)).toArray();
        decoder.submit(TrialModelTest.greedy(answers.get(6).promptIds(), 1)).get();
        decoder.submit(TrialModelTest.greedy(prompt, 1)).get();
        var counts = decoder.submit(TrialModelTest.greedy(longer, 5)).get().counts();
        assertThat(counts.reused()).isEqualTo(prompt.length / 32 * 32);
        assertThat(counts.prefilled()).isEqualTo(longer.length - counts.reused());
    }

    @Test
    void aStopSequenceEndsTheTextBeforeIt() throws Exception {
        GenerationResult result = decoder.submit(request(
                answers.getFirst().promptIds(), SamplingSettings.GREEDY, limits(50, "\"arguments\""), unlimited())).get();
        assertThat(result.end()).isEqualTo(End.STOP_SEQUENCE);
        assertThat(result.text()).isEqualTo(answers.getFirst().greedyText().split("\"arguments\"")[0]);
    }

    @Test
    void theMostTokensEndIt() throws Exception {
        GenerationResult result = decoder.submit(TrialModelTest.greedy(answers.getFirst().promptIds(), 3)).get();
        assertThat(result.end()).isEqualTo(End.LENGTH);
        assertThat(result.counts().generated()).isEqualTo(3);
    }

    @Test
    void aFullContextEndsIt() throws Exception {
        try (Decoder small = new SequentialDecoder(model, settings(256), true)) {
            int[] prompt = answers.getFirst().promptIds();
            GenerationResult result = small.submit(endless(unlimited())).get();
            assertThat(result.end()).isEqualTo(End.LENGTH);
            assertThat(result.counts().generated()).isEqualTo(small.contextTokens() - prompt.length + 1);
        }
    }

    private static ContextSettings settings(int tokens) {
        return new ContextSettings(tokens, 64, 1, 2, ContextSettings.Cache.DEFAULT);
    }

    @Test
    void aPromptBeyondTheContextIsRefused() {
        int[] prompt = new int[decoder.contextTokens() + 1];
        Future<GenerationResult> future = decoder.submit(TrialModelTest.greedy(prompt, 5));
        assertThatThrownBy(future::get)
                .cause()
                .isInstanceOfSatisfying(ContextLengthException.class, e -> {
                    assertThat(e.promptTokens()).isEqualTo(prompt.length);
                    assertThat(e.contextTokens()).isEqualTo(decoder.contextTokens());
                });
    }

    @Test
    void aTokenOutsideTheVocabularyIsRefused() {
        int size = model.vocabulary().size();
        for (int token : new int[] {-1, size}) {
            assertThatThrownBy(() -> decoder.submit(TrialModelTest.greedy(new int[] {5, token}, 5)).get())
                    .cause().isInstanceOf(IllegalArgumentException.class).hasMessageContaining(token + " is outside");
        }
    }

    @Test
    void aGrammarConfinesTheText() throws Exception {
        var grammar = new Limits(50, List.of(), Optional.of("root ::= \"yes, \" [0-9]{4} \"!\""));
        for (double temperature : new double[] {0, 2}) {
            SamplingSettings sampling = new SamplingSettings(temperature, 0, 1, 0, 5);
            GenerationResult result = decoder.submit(
                    request(answers.getFirst().promptIds(), sampling, grammar, unlimited())).get();
            assertThat(result.text()).matches("yes, [0-9]{4}!");
            assertThat(result.end()).isEqualTo(End.MODEL);
        }
    }

    @Test
    void anInvalidGrammarIsRefused() {
        for (String grammar : List.of("root ::= (", "root ::= root \"a\" | \"a\"", "start ::= \"a\"", "root ::= other", "")) {
            var limits = new Limits(5, List.of(), Optional.of(grammar));
            assertThatThrownBy(() -> decoder.submit(
                            request(answers.getFirst().promptIds(), SamplingSettings.GREEDY, limits, unlimited())).get())
                    .as(grammar)
                    .isInstanceOf(ExecutionException.class)
                    .cause().isInstanceOf(IllegalArgumentException.class).hasMessageContaining("refuses the grammar");
        }
    }

    @Test
    void cancellingStopsAndTheNextAnswerIsSound() throws Exception {
        StopSignal signal = unlimited();
        Future<GenerationResult> running = decoder.submit(endless(signal));
        Thread.sleep(30);
        signal.cancel();
        assertThat(running.get().end()).isEqualTo(End.STOPPED);
        Trial.Answer answer = answers.get(7);
        assertThat(decoder.submit(TrialModelTest.greedy(answer.promptIds(), 200)).get().text())
                .isEqualTo(answer.greedyText());
    }

    @Test
    void theTimeLimitStopsIt() throws Exception {
        StopSignal signal = new StopSignal(Optional.of(Duration.ofMillis(40)));
        GenerationResult result = decoder.submit(endless(signal)).get();
        assertThat(result.end()).isEqualTo(End.STOPPED);
        assertThat(result.counts().generated()).isPositive();
    }

    @Test
    void aSignalGivenDuringThePromptLeavesNothingHalfRead() throws Exception {
        StopSignal signal = unlimited();
        signal.cancel();
        assertThat(decoder.submit(endless(signal)).get().counts().prompt()).isZero();
        Trial.Answer answer = answers.get(8);
        assertThat(decoder.submit(TrialModelTest.greedy(answer.promptIds(), 200)).get().text())
                .isEqualTo(answer.greedyText());
    }

    @Test
    void sequencesInOneBatchAnswerAsOneByOneAtF32() throws Exception {
        var exact = new ContextSettings.Cache(TensorType.F32, TensorType.F32, false);
        ContextSettings four = new ContextSettings(2048, 512, 4, 2, exact);
        try (Decoder batching = new BatchingDecoder(model, four, true)) {
            List<Future<GenerationResult>> futures = new ArrayList<>();
            for (Trial.Answer answer : answers) {
                futures.add(batching.submit(TrialModelTest.greedy(answer.promptIds(), 200)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(futures.get(i).get().text()).as("%s", answers.get(i)).isEqualTo(answers.get(i).greedyText());
            }
        }
    }

    @Test
    void aHundredOpenedAndClosedModelsLeaveNoMemoryBehind() throws Exception {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "needs /proc");
        openAndClose(20);
        long before = residentKilobytes(status);
        openAndClose(100);
        // the file alone is 10 MB: a hundredth of the models left behind would show
        assertThat(residentKilobytes(status) - before).isLessThan(10_000);
    }

    private static void openAndClose(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (NativeModel opened = NativeModel.load(NativeLibrary.of(Optional.empty()), Trial.model(), 0, false);
                    Decoder answering = new SequentialDecoder(opened, settings(128), true)) {
                answering.submit(TrialModelTest.greedy(new int[] {1, 2, 3}, 2)).get();
            }
        }
    }

    private static long residentKilobytes(Path status) throws Exception {
        System.gc();
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
