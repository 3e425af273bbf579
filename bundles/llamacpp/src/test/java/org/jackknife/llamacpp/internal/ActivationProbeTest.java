package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.engine.ProductInput;
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
        session.activations(tokens, Set.of("blk.0.ffn_gate.weight", "blk.0.ffn_down.weight"), activations -> {
            assertThat(activations.expert()).isZero();
            assertThat(activations.rows()).isEqualTo(tokens.length);
            activations.input().tensors().forEach(name -> inputs.put(name, activations.toArray()));
        });
        float[] x = inputs.get("blk.0.ffn_gate.weight");
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
    void inputsThatSeveralMatricesReadAreListedOnceAndInOrder() {
        List<ProductInput> inputs = session.inputs();
        assertThat(inputs.subList(0, 5).stream().map(ProductInput::tensors)).containsExactly(
                List.of("blk.0.attn_q.weight", "blk.0.attn_k.weight", "blk.0.attn_v.weight"),
                List.of("blk.0.attn_output.weight"),
                List.of("blk.0.ffn_gate.weight", "blk.0.ffn_up.weight"),
                List.of("blk.0.ffn_down.weight"),
                List.of("blk.1.attn_q.weight", "blk.1.attn_k.weight", "blk.1.attn_v.weight"));
        assertThat(inputs.getLast().tensors()).containsExactly("token_embd.weight");
        assertThat(inputs).noneMatch(ProductInput::routed);
    }

    @Test
    void anEmptySetWatchesEveryInputOnce() {
        List<ProductInput> seen = new ArrayList<>();
        session.activations(tokens, Set.of(), activations -> {
            seen.add(activations.input());
            assertThat(activations.rows()).isEqualTo(tokens.length);
            assertThat(activations.values().byteSize()).isEqualTo(4L * tokens.length * activations.input().width());
        });
        assertThat(seen).isEqualTo(session.inputs());
    }

    @Test
    void aMatrixThatNoProductHasIsPassedOver() {
        session.activations(tokens, Set.of("blk.99.attn_q.weight"), activations -> fail("nothing was wanted"));
    }

    @Test
    void theComputationEndsAfterTheLastInputThatIsWantedAndTheSessionGoesOn() {
        float[][] before = session.logits(tokens);
        List<ProductInput> seen = new ArrayList<>();
        session.activations(tokens, Set.of("blk.1.attn_k.weight"), activations -> seen.add(activations.input()));
        assertThat(seen).containsExactly(session.inputs().get(4));
        assertThat(session.logits(tokens)).isDeepEqualTo(before);
    }

    @Test
    void nothingIsAskedOnceAVisitorEndsTheComputation() {
        GraphNodes nodes = new GraphNodes(model.library().layout());
        ActivationProbe probe = new ActivationProbe(nodes);
        List<String> asked = new ArrayList<>();
        try (NativeContext context = new NativeContext(model, Trial.settings(), Optional.of(probe))) {
            probe.watch(new NodeVisitor() {
                @Override
                public boolean wants(MemorySegment node) {
                    if (nodes.isWeightProduct(node)) {
                        asked.add(nodes.weight(node));
                    }
                    return asked.size() == 3;
                }

                @Override
                public boolean computed(MemorySegment node) {
                    return false;
                }
            });
            context.add(1, 0, 0, true);
            context.decode(StopSignal.NEVER);
            probe.finish();
        }
        assertThat(asked).containsExactly("blk.0.attn_q.weight", "blk.0.attn_k.weight", "blk.0.attn_v.weight");
    }

    @Test
    void theInputOfTheOutputMatrixGivesTheLogits() throws Exception {
        float[] x = collected(session, "token_embd.weight");
        float[][] logits = session.logits(tokens);
        try (Gguf gguf = Gguf.openChecked(Trial.model())) {
            float[] matrix = weights(gguf, "token_embd.weight");
            int width = x.length / tokens.length;
            for (int token : new int[] {0, tokens.length - 1}) {
                for (int row = 0; row < 50; row++) {
                    assertThat((double) logits[token][row]).isCloseTo(dot(matrix, row, x, token, width), within(1e-3));
                }
            }
        }
    }

    @Test
    void theProductOfTheLastWantedInputIsNotComputed() {
        GraphNodes nodes = new GraphNodes(model.library().layout());
        ActivationProbe probe = new ActivationProbe(nodes);
        ProductScan scan = new ProductScan(nodes);
        List<String> shown = new ArrayList<>();
        try (NativeContext context = new NativeContext(model, Trial.settings(), Optional.of(probe));
                ActivationRows rows = new ActivationRows(nodes, model.library().ggml())) {
            probe.watch(scan);
            context.add(1, 0, 0, true);
            context.decode(StopSignal.NEVER);
            ActivationWatch watch = new ActivationWatch(nodes, rows, scan, Set.of(), activations -> { });
            probe.watch(new NodeVisitor() {
                @Override
                public boolean wants(MemorySegment node) {
                    return watch.wants(node);
                }

                @Override
                public boolean computed(MemorySegment node) {
                    shown.add(nodes.isWeightProduct(node) ? nodes.weight(node) : nodes.name(node));
                    return watch.computed(node);
                }
            });
            context.decode(StopSignal.NEVER);
            probe.finish();
        }
        assertThat(shown).startsWith("blk.0.attn_q.weight", "blk.0.attn_output.weight").endsWith("blk.3.ffn_down.weight", "result_norm");
    }

    @Test
    void severalBatchesHandOverWhatOneDoes() {
        ContextSettings small = new ContextSettings(1024, 64, 1, 2, ContextSettings.Cache.DEFAULT);
        float[] whole = collected(session, "blk.2.attn_output.weight");
        try (LlamaTokenSession inPieces = new LlamaTokenSession(model, small)) {
            // the sizes of batches change the order of sums
            assertThat(collected(inPieces, "blk.2.attn_output.weight")).containsExactly(whole, within(1e-4f));
        }
    }

    private float[] collected(LlamaTokenSession from, String tensor) {
        float[] all = new float[0];
        List<float[]> pieces = new ArrayList<>();
        from.activations(tokens, Set.of(tensor), activations -> pieces.add(activations.toArray()));
        for (float[] piece : pieces) {
            int at = all.length;
            all = Arrays.copyOf(all, at + piece.length);
            System.arraycopy(piece, 0, all, at, piece.length);
        }
        return all;
    }

    @Test
    void whatTheListenerThrowsComesOutAndTheSessionGoesOn() {
        assertThatThrownBy(() -> session.activations(tokens, Set.of(), activations -> {
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
