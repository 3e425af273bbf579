package org.jackknife.study.testing;

import dev.langchain4j.model.chat.ChatModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.Activations;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.NoOptions;

/** An engine whose tokens are bytes, and in which one matrix sees each token's number in its only channel. */
public final class FakeTokens implements Engine<NoOptions> {

    /** The matrix. */
    public static final String MATRIX = "blk.0.ffn_up.weight";

    @Override
    public Class<NoOptions> optionsType() {
        return NoOptions.class;
    }

    @Override
    public EngineSession open(Model model, NoOptions options) {
        return new Session();
    }

    private static final class Session implements EngineSession, TokenSession {

        @Override
        public ChatModel chat() {
            throw new UnsupportedOperationException("only tokens");
        }

        @Override
        public Optional<TokenSession> tokens() {
            return Optional.of(this);
        }

        @Override
        public EngineInfo info() {
            return new EngineInfo("fake", "fake", 0, Map.of());
        }

        @Override
        public int vocabularySize() {
            return 256;
        }

        @Override
        public int[] tokenize(String text, boolean special) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] tokens = new int[bytes.length];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = bytes[i] & 0xff;
            }
            return tokens;
        }

        @Override
        public List<ProductInput> inputs() {
            return List.of(new ProductInput(List.of(MATRIX), 1, 0));
        }

        @Override
        public void activations(int[] tokens, Set<String> tensors, ActivationListener listener) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, tokens.length);
                for (int i = 0; i < tokens.length; i++) {
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, i, tokens[i]);
                }
                listener.accept(new Activations(inputs().getFirst(), 0, tokens.length, values));
            }
        }

        @Override
        public String detokenize(int[] tokens) {
            throw new UnsupportedOperationException("only activations");
        }

        @Override
        public float[][] logits(int[] tokens) {
            throw new UnsupportedOperationException("only activations");
        }

        @Override
        public void replaceWeights(String tensor, int expert, float[] weights) {
            throw new UnsupportedOperationException("only activations");
        }

        @Override
        public double perplexity(int[] tokens) {
            throw new UnsupportedOperationException("only activations");
        }

        @Override
        public void close() {}
    }
}
