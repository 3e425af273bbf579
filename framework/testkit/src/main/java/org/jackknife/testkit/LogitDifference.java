package org.jackknife.testkit;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jackknife.api.engine.EngineSession;

/** Compares what two models say after the same tokens, logit by logit. */
public final class LogitDifference {

    private static final int TOKENS = 24;

    private LogitDifference() {}

    /**
     * The largest difference of two logits, over the root mean square of the first model's, after each of 24 tokens that
     * every fixture's vocabulary has.
     *
     * @param engine opens a model file; its sessions have tokens
     */
    public static double largest(Function<Path, EngineSession> engine, Path first, Path second) {
        float[][] expected = logits(engine, first);
        float[][] actual = logits(engine, second);
        double largest = 0;
        double squares = 0;
        for (int token = 0; token < expected.length; token++) {
            for (int i = 0; i < expected[token].length; i++) {
                // a NaN must not pass for a small difference
                double difference = Math.abs((double) actual[token][i] - expected[token][i]);
                largest = difference <= largest ? largest : difference;
                squares += (double) expected[token][i] * expected[token][i];
            }
        }
        return largest / Math.sqrt(squares / expected.length / expected[0].length);
    }

    private static float[][] logits(Function<Path, EngineSession> engine, Path file) {
        int[] tokens = IntStream.range(0, TOKENS).map(i -> 10 + 7 * i % 200).toArray();
        try (EngineSession session = engine.apply(file)) {
            return session.tokens().orElseThrow().logits(tokens);
        }
    }
}
