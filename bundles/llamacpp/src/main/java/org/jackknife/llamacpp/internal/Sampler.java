package org.jackknife.llamacpp.internal;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Chooses tokens from logits, in Java: the same seed and logits give the same tokens on every platform.
 *
 * <p>The order is llama.cpp's: top-k, top-p, min-p, each on the probabilities at temperature 1, then temperature, then
 * the draw. Among equal logits the smaller id goes first, in greedy choice as well. One instance serves one generation.
 */
final class Sampler {

    /** Tokens less likely than e^-40 of the likeliest one are never drawn; leaving them out spares sorting them. */
    private static final double NEGLIGIBLE = 40;

    private final SamplingSettings settings;
    private final SplittableRandom random;

    Sampler(SamplingSettings settings) {
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
    }

    /** The next token; minus infinity marks a forbidden one, and at least one must be allowed. */
    int sample(float[] logits) {
        int best = likeliest(logits);
        return settings.greedy() ? best : draw(candidates(logits, logits[best]), logits);
    }

    static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Token ids by falling logit, cut by top-k. */
    private int[] candidates(float[] logits, float highest) {
        double lowest = highest - NEGLIGIBLE * Math.max(1, settings.temperature());
        long[] keys = new long[logits.length];
        int count = 0;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] >= lowest) {
                keys[count++] = (long) -sortable(logits[id]) << 32 | id;
            }
        }
        Arrays.sort(keys, 0, count);
        int kept = settings.topK() == 0 ? count : Math.min(count, settings.topK());
        return Arrays.stream(keys, 0, kept).mapToInt(key -> (int) key).toArray();
    }

    /** An integer that orders as the number does; never the smallest one, so that it can be negated. */
    private static int sortable(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits >= 0 ? bits : -(bits & Integer.MAX_VALUE);
    }

    private int draw(int[] ids, float[] logits) {
        double[] likelihoods = new double[ids.length];
        double sum = 0;
        for (int i = 0; i < ids.length; i++) {
            likelihoods[i] = Math.exp(logits[ids[i]] - (double) logits[ids[0]]);
            sum += likelihoods[i];
        }
        int kept = cut(likelihoods, sum);
        double[] weights = new double[kept];
        double total = 0;
        for (int i = 0; i < kept; i++) {
            weights[i] = Math.exp((logits[ids[i]] - (double) logits[ids[0]]) / settings.temperature());
            total += weights[i];
        }
        double point = random.nextDouble() * total;
        for (int i = 0; i < kept - 1; i++) {
            point -= weights[i];
            if (point < 0) {
                return ids[i];
            }
        }
        return ids[kept - 1];
    }

    /** How many of the sorted candidates top-p and min-p leave; always one at least. */
    private int cut(double[] likelihoods, double sum) {
        int kept = 0;
        double mass = 0;
        while (kept < likelihoods.length && (kept == 0 || mass < settings.topP() * sum)) {
            mass += likelihoods[kept++];
        }
        // the likeliest one's likelihood is 1 here, so the fraction is the threshold
        while (kept > 1 && likelihoods[kept - 1] < settings.minP()) {
            kept--;
        }
        return kept;
    }
}
