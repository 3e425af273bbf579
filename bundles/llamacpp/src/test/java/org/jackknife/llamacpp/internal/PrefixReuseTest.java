package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds reading a prompt in part from the cache against reading all of it: every bit of the logits is the same. */
class PrefixReuseTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0", "Q4_0", "Q4_K", "IQ4_XS"})
    void logitsAreTheSameBitForBit(TensorType type) throws Exception {
        Path file = Variants.encode(type, folder.resolve(type + ".gguf"));
        try (NativeModel model = NativeModel.load(NativeLibrary.of(Optional.empty()), file, 0, false)) {
            for (ContextSettings settings : List.of(Trial.settings(), small(), flash())) {
                compare(model, settings, type);
            }
        }
    }

    private static ContextSettings small() {
        return new ContextSettings(1024, 64, 1, 2, ContextSettings.Cache.DEFAULT);
    }

    private static ContextSettings flash() {
        return new ContextSettings(1024, 128, 1, 2, new ContextSettings.Cache(TensorType.Q8_0, TensorType.Q8_0, true));
    }

    private static void compare(NativeModel model, ContextSettings settings, TensorType type) {
        try (NativeContext reusing = new NativeContext(model, settings);
                NativeContext fresh = new NativeContext(model, settings)) {
            SingleSequence reuse = new SingleSequence(reusing, true);
            SingleSequence noReuse = new SingleSequence(fresh, false);
            int[] all = conversation();
            int reusedTokens = 0;
            // lengths around blocks and batches: one token more, one less, one token in the last batch
            for (int length : new int[] {70, 64, 65, 96, 97, 129, 130, 190, 193, 257, 300, 33, 1, 2, 160}) {
                int[] prompt = Arrays.copyOf(all, length);
                reusedTokens += reuse.prefill(prompt, StopSignal.NEVER);
                noReuse.prefill(prompt, StopSignal.NEVER);
                assertSame(reuse, noReuse, type + ", prompt of " + length);
                for (int token : new int[] {7, 8, 9}) {
                    reuse.accept(token, StopSignal.NEVER);
                    noReuse.accept(token, StopSignal.NEVER);
                    assertSame(reuse, noReuse, type + ", answer after " + length);
                }
            }
            assertThat(reusedTokens).isGreaterThan(1000);
        }
    }

    private static void assertSame(Sequence actual, Sequence expected, String which) {
        assertThat(Arrays.equals(actual.logits(), expected.logits())).as(which).isTrue();
    }

    private static int[] conversation() {
        return Trial.answers().stream().flatMapToInt(answer -> Arrays.stream(answer.promptIds())).limit(400).toArray();
    }

    @Test
    void aPlanReusesWholeBlocksAndLeavesTwoTokens() {
        assertThat(PrefillPlan.of(100, 200, 512)).isEqualTo(new PrefillPlan(96, List.of(200)));
        assertThat(PrefillPlan.of(96, 97, 512)).isEqualTo(new PrefillPlan(64, List.of(97)));
        assertThat(PrefillPlan.of(64, 64, 512)).isEqualTo(new PrefillPlan(32, List.of(64)));
        assertThat(PrefillPlan.of(0, 1, 512)).isEqualTo(new PrefillPlan(0, List.of(1)));
    }

    @Test
    void aPlanCutsAtMultiplesOfTheBatchAndNeverASingleToken() {
        assertThat(PrefillPlan.of(0, 130, 64)).isEqualTo(new PrefillPlan(0, List.of(64, 128, 130)));
        assertThat(PrefillPlan.of(0, 129, 64)).isEqualTo(new PrefillPlan(0, List.of(64, 96, 129)));
        assertThat(PrefillPlan.of(97, 129, 64)).isEqualTo(new PrefillPlan(96, List.of(129)));
    }
}
