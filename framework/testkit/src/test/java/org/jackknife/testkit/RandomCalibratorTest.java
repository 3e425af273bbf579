package org.jackknife.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.calibration.Channels;
import org.jackknife.api.calibration.GramVisitor;
import org.jackknife.api.calibration.MatrixInput;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.testing.FixtureModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomCalibratorTest {

    private static final CalibrationOptions ONE_SHOT = new CalibrationOptions("agentic", 1, 8, 0, false);
    private static final CalibrationOptions SEQUENTIAL = new CalibrationOptions("agentic", 1, 8, 0, true);

    @TempDir
    Path folder;

    private Gguf model;

    @BeforeEach
    void open() throws IOException {
        FixtureModels.Sizes sizes = new FixtureModels.Sizes(2, 32, 4, 2, 64, 3);
        model = Gguf.open(FixtureModels.of("llama").with(sizes).write(folder.resolve("model.gguf")));
    }

    @AfterEach
    void close() {
        model.close();
    }

    private Set<String> all() {
        return model.tensors().stream().map(TensorInfo::name).collect(Collectors.toSet());
    }

    private static List<String> visited(RandomCalibrator calibrator, CalibrationOptions options, Set<String> wanted)
            throws IOException {
        List<String> visits = new ArrayList<>();
        calibrator.grams(options, wanted, input -> visits.add(input.tensors() + "#" + input.expert()));
        return visits;
    }

    @Test
    void visitsInTheOrderOfTheComputation() throws IOException {
        assertThat(visited(new RandomCalibrator(model, 1, 50), ONE_SHOT, all()))
                .startsWith(
                        "[blk.0.attn_q.weight, blk.0.attn_k.weight, blk.0.attn_v.weight]#0",
                        "[blk.0.attn_output.weight]#0",
                        "[blk.0.ffn_gate_inp.weight]#0",
                        "[blk.0.ffn_up_exps.weight, blk.0.ffn_gate_exps.weight]#0",
                        "[blk.0.ffn_up_exps.weight, blk.0.ffn_gate_exps.weight]#1")
                .endsWith("[blk.1.ffn_down_exps.weight]#2", "[token_embd.weight]#0");
    }

    @Test
    void visitsOnlyWhatIsWanted() throws IOException {
        assertThat(visited(new RandomCalibrator(model, 1, 50), ONE_SHOT, Set.of("blk.1.attn_k.weight")))
                .containsExactly("[blk.1.attn_k.weight]#0");
    }

    @Test
    void gramsAreThoseOfTheKnownInputs() throws IOException {
        RandomCalibrator calibrator = new RandomCalibrator(model, 1, 50);
        calibrator.grams(ONE_SHOT, all(), input -> {
            float[] x = calibrator.inputs(input.tensors().getFirst(), input.expert());
            assertThat(input.tokens()).isEqualTo(x.length / input.width()).isPositive();
            double sum = 0;
            for (int at = 0; at < x.length; at += input.width()) {
                sum += (double) x[at + 3] * x[at + 7];
            }
            assertThat(input.gram().get(3, 7)).isCloseTo((float) sum, within(1e-4f * (float) Math.abs(sum)));
            assertThat(input.gram().get(7, 3)).isEqualTo(input.gram().get(3, 7));
        });
    }

    @Test
    void statisticsAreTheDiagonalsOfTheGrams() throws IOException {
        RandomCalibrator calibrator = new RandomCalibrator(model, 1, 50);
        calibrator.grams(ONE_SHOT, all(), input -> {
            Channels channels = calibrator.channels(ONE_SHOT).of(input.tensors().getFirst()).orElseThrow();
            int at = input.expert() * input.width() + 5;
            assertThat(channels.tokens()[input.expert()]).isEqualTo(input.tokens());
            assertThat(channels.sumOfSquares()[at]).isCloseTo(input.gram().get(5, 5), within(1e-4f * input.gram().get(5, 5)));
        });
    }

    @Test
    void anUnseenExpertIsVisitedWithoutTokens() throws IOException {
        RandomCalibrator calibrator = new RandomCalibrator(model, 1, 50).withUnseen("blk.0.ffn_up_exps.weight", 1);
        List<MatrixInput> inputs = new ArrayList<>();
        calibrator.grams(ONE_SHOT, Set.of("blk.0.ffn_gate_exps.weight"), input -> {
            inputs.add(input);
            assertThat(input.gram().get(0, 0) == 0).isEqualTo(input.expert() == 1);
        });
        assertThat(inputs).extracting(MatrixInput::tokens).containsExactly(9L, 0L, 26L);
        assertThat(calibrator.channels(ONE_SHOT).rows("blk.0.ffn_gate_exps.weight", 1)).isEmpty();
    }

    @Test
    void aSequentialCalibrationRemembersWhatWasReplacedAndSkipsWhatWasFinished() throws IOException {
        RandomCalibrator calibrator = new RandomCalibrator(model, 1, 50);
        List<String> visits = new ArrayList<>();
        calibrator.grams(SEQUENTIAL, Set.of("blk.0.attn_q.weight", "blk.0.attn_k.weight"), new GramVisitor() {
            @Override
            public void visit(MatrixInput input) {
                visits.addAll(input.tensors());
                input.replace("blk.0.attn_k.weight", new float[] {2});
            }

            @Override
            public Optional<float[]> finished(String tensor, int expert) {
                return tensor.endsWith("attn_q.weight") ? Optional.of(new float[] {1}) : Optional.empty();
            }
        });
        assertThat(visits).containsExactly("blk.0.attn_k.weight");
        assertThat(calibrator.replaced("blk.0.attn_q.weight", 0)).hasValue(new float[] {1});
        assertThat(calibrator.replaced("blk.0.attn_k.weight", 0)).hasValue(new float[] {2});
    }
}
