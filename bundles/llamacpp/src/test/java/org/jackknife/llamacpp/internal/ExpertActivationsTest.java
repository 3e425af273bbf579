package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.testing.FixtureModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mixture of experts on random weights: which rows each expert sees follows from the router's own input, computed here
 * in double precision.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpertActivationsTest {

    private static final int WIDTH = 32;
    private static final int INNER = 64;
    private static final int EXPERTS = 5;
    private static final int USED = 2;
    private static final String ROUTER = "blk.1.ffn_gate_inp.weight";
    private static final String UP = "blk.1.ffn_up_exps.weight";
    private static final String GATE = "blk.1.ffn_gate_exps.weight";
    private static final String DOWN = "blk.1.ffn_down_exps.weight";

    @TempDir
    private static Path folder;

    private final int[] tokens = IntStream.range(0, 70).map(i -> (i * 37 + 11) % 256).toArray();
    private Gguf file;
    private NativeModel model;
    private LlamaTokenSession session;
    private final Map<String, float[]> seen = new HashMap<>();

    @BeforeAll
    void run() throws IOException {
        var sizes = new FixtureModels.Sizes(2, WIDTH, 4, 2, INNER, EXPERTS);
        Path path = FixtureModels.of("llama").with(sizes).write(folder.resolve("experts.gguf"));
        file = Gguf.openChecked(path);
        model = NativeModel.load(NativeLibrary.of(Optional.empty()), path, 0, true);
        session = new LlamaTokenSession(model, new ContextSettings(128, 128, 1, 2, ContextSettings.Cache.DEFAULT));
        session.activations(tokens, Set.of(ROUTER, UP, DOWN), activations -> {
            String key = activations.input().tensors().getFirst() + "#" + activations.expert();
            assertThat(seen.put(key, activations.toArray())).as(key).isNull();
        });
    }

    @AfterAll
    void close() {
        session.close();
        model.close();
        file.close();
    }

    @Test
    void upAndGateShareAnInputThatTheRouterDoesNotShare() {
        List<ProductInput> routed = session.inputs().stream().filter(ProductInput::routed).toList();
        assertThat(routed.stream().map(ProductInput::tensors)).containsExactly(
                List.of("blk.0.ffn_up_exps.weight", "blk.0.ffn_gate_exps.weight"),
                List.of("blk.0.ffn_down_exps.weight"),
                List.of(UP, GATE),
                List.of(DOWN));
        assertThat(routed).extracting(ProductInput::experts).containsOnly(EXPERTS);
    }

    @Test
    void everyExpertSeesTheRowsThatTheRouterSendsToIt() {
        float[] x = seen.get(ROUTER + "#0");
        for (int expert = 0; expert < EXPERTS; expert++) {
            List<Integer> chosen = tokensOf(expert);
            float[] rows = seen.getOrDefault(UP + "#" + expert, new float[0]);
            assertThat(rows.length).as("expert %d", expert).isEqualTo(chosen.size() * WIDTH);
            for (int row = 0; row < chosen.size(); row++) {
                for (int i = 0; i < WIDTH; i++) {
                    assertThat(rows[row * WIDTH + i]).isEqualTo(x[chosen.get(row) * WIDTH + i]);
                }
            }
        }
    }

    @Test
    void theDownProjectionOfAnExpertSeesWhatItsOtherTwoMatricesGive() {
        float[] x = seen.get(ROUTER + "#0");
        for (int expert = 0; expert < EXPERTS; expert++) {
            List<Integer> chosen = tokensOf(expert);
            float[] rows = seen.getOrDefault(DOWN + "#" + expert, new float[0]);
            assertThat(rows.length).as("expert %d", expert).isEqualTo(chosen.size() * INNER);
            for (int row = 0; row < chosen.size(); row++) {
                for (int i = 0; i < INNER; i++) {
                    double gate = dot(weights(GATE), expert * INNER + i, x, chosen.get(row));
                    double up = dot(weights(UP), expert * INNER + i, x, chosen.get(row));
                    assertThat((double) rows[row * INNER + i])
                            .isCloseTo(gate / (1 + Math.exp(-gate)) * up, within(1e-4));
                }
            }
        }
    }

    /** The tokens for which an expert is among those with the largest router outputs. */
    private List<Integer> tokensOf(int expert) {
        float[] x = seen.get(ROUTER + "#0");
        List<Integer> chosen = new ArrayList<>();
        for (int token = 0; token < tokens.length; token++) {
            int at = token;
            double own = dot(weights(ROUTER), expert, x, at);
            long better = IntStream.range(0, EXPERTS)
                    .filter(other -> dot(weights(ROUTER), other, x, at) > own)
                    .count();
            if (better < USED) {
                chosen.add(token);
            }
        }
        return chosen;
    }

    private float[] weights(String name) {
        TensorInfo tensor = file.tensor(name).orElseThrow();
        float[] weights = new float[(int) tensor.elements()];
        new JavaTensorCodec().decode(tensor.type(), file.data(tensor), weights);
        return weights;
    }

    private static double dot(float[] matrix, int row, float[] x, int token) {
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            sum += (double) matrix[row * WIDTH + i] * x[token * WIDTH + i];
        }
        return sum;
    }
}
