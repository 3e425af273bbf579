package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivationProbeTest {

    private NativeModel model;
    private LlamaTokenSession session;
    private int[] tokens;

    @BeforeAll
    void open() {
        tokens = Trial.answers().getFirst().promptIds();
        model = Trial.load();
        session = new LlamaTokenSession(model, Trial.settings());
    }

    @AfterAll
    void close() {
        if (model != null) {
            session.close();
            model.close();
        }
    }

    @Test
    void theInputOfTheDownProjectionFollowsFromTheInputOfTheOtherTwo() throws Exception {
        Map<String, float[]> inputs = new HashMap<>();
        session.activations(tokens, Set.of("blk.0.ffn_gate.weight", "blk.0.ffn_up.weight", "blk.0.ffn_down.weight"),
                (name, expert, values, width) -> {
                    assertThat(expert).isEqualTo(-1);
                    assertThat(values.length).isEqualTo(tokens.length * width);
                    inputs.put(name, values);
                });
        float[] x = inputs.get("blk.0.ffn_gate.weight");
        assertThat(inputs.get("blk.0.ffn_up.weight")).isEqualTo(x);
        try (Gguf gguf = Gguf.openChecked(Trial.model())) {
            TensorInfo gate = gguf.tensor("blk.0.ffn_gate.weight").orElseThrow();
            int width = (int) gate.rowLength();
            int hidden = (int) gate.rows();
            float[] gateWeights = weights(gguf, "blk.0.ffn_gate.weight");
            float[] upWeights = weights(gguf, "blk.0.ffn_up.weight");
            float[] down = inputs.get("blk.0.ffn_down.weight");
            for (int token : new int[] {0, tokens.length / 2, tokens.length - 1}) {
                for (int row = 0; row < hidden; row++) {
                    double g = dot(gateWeights, row, x, token, width);
                    double expected = g / (1 + Math.exp(-g)) * dot(upWeights, row, x, token, width);
                    assertThat((double) down[token * hidden + row]).as("token %d, row %d", token, row)
                            .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    private static float[] weights(Gguf gguf, String name) {
        TensorInfo tensor = gguf.tensor(name).orElseThrow();
        float[] weights = new float[(int) tensor.elements()];
        new NativeTensorCodec().decode(tensor.type(), gguf.data(tensor), weights);
        return weights;
    }

    private static double dot(float[] matrix, int row, float[] x, int token, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += (double) matrix[row * width + i] * x[token * width + i];
        }
        return sum;
    }

    @Test
    void anEmptySetWatchesEveryWeight() {
        Map<String, Integer> rows = new HashMap<>();
        session.activations(tokens, Set.of(), (name, expert, values, width) -> rows.put(name, values.length / width));
        assertThat(rows).containsKeys("blk.0.attn_q.weight", "blk.3.ffn_down.weight");
        assertThat(rows.values()).containsOnly(tokens.length);
    }

    @Test
    void whatTheListenerThrowsComesOutAndTheSessionGoesOn() {
        assertThatThrownBy(() -> session.activations(tokens, Set.of(), (name, expert, values, width) -> {
                    throw new IllegalArgumentException("enough");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("enough");
        assertThat(session.logits(new int[] {1, 2})).hasDimensions(2, model.vocabulary().size());
    }

    @Test
    void perplexityIsTheExponentialOfTheMeanNegativeLogLikelihood() {
        float[][] logits = session.logits(tokens);
        double sum = 0;
        for (int i = 0; i + 1 < tokens.length; i++) {
            double normaliser = 0;
            for (float logit : logits[i]) {
                normaliser += Math.exp(logit);
            }
            sum -= Math.log(Math.exp(logits[i][tokens[i + 1]]) / normaliser);
        }
        assertThat(session.perplexity(tokens)).isCloseTo(Math.exp(sum / (tokens.length - 1)), within(1e-6));
    }
}
