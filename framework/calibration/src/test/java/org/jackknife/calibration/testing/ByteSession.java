package org.jackknife.calibration.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jackknife.api.engine.ActivationListener;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.api.engine.TokenSession;

/** A tokenizer whose tokens are the bytes of a text, and {@link #END} the control token {@code <|im_end|>}. */
public final class ByteSession implements TokenSession {

    /** The id of the control token. */
    public static final int END = 256;

    private static final String CONTROL = "<|im_end|>";

    @Override
    public int vocabularySize() {
        return END + 1;
    }

    @Override
    public int[] tokenize(String text, boolean special) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < text.length(); ) {
            if (special && text.startsWith(CONTROL, i)) {
                tokens.add(END);
                i += CONTROL.length();
            } else {
                for (byte value : text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8)) {
                    tokens.add(value & 0xff);
                }
                i++;
            }
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String detokenize(int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(token == END ? CONTROL : String.valueOf((char) token));
        }
        return text.toString();
    }

    @Override
    public float[][] logits(int[] tokens) {
        throw new UnsupportedOperationException("only tokens");
    }

    @Override
    public List<ProductInput> inputs() {
        throw new UnsupportedOperationException("only tokens");
    }

    @Override
    public void activations(int[] tokens, Set<String> tensors, ActivationListener listener) {
        throw new UnsupportedOperationException("only tokens");
    }

    @Override
    public void replaceWeights(String tensor, int expert, float[] weights) {
        throw new UnsupportedOperationException("only tokens");
    }

    @Override
    public double perplexity(int[] tokens) {
        throw new UnsupportedOperationException("only tokens");
    }
}
