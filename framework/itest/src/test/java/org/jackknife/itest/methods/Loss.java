package org.jackknife.itest.methods;

import org.jackknife.api.engine.TokenSession;

/**
 * What a compressed model loses on given tokens, against the dense model.
 *
 * @param logitError ‖Z − Z'‖ / ‖Z‖ over the logits of all positions, each position's logits centred first, for a constant
 *     added to all of them changes no probability
 * @param divergence Kullback-Leibler divergence of the compressed model's next-token distribution from the dense one's, in
 *     nats, mean over all positions
 */
record Loss(double logitError, double divergence) {

    /** Compares the two on the same sequences of tokens. */
    static Loss between(TokenSession dense, TokenSession compressed, Iterable<int[]> sequences) {
        double change = 0;
        double size = 0;
        double divergence = 0;
        long positions = 0;
        for (int[] tokens : sequences) {
            float[][] expected = dense.logits(tokens);
            float[][] actual = compressed.logits(tokens);
            for (int position = 0; position < tokens.length; position++) {
                double[] z = centred(expected[position]);
                double[] other = centred(actual[position]);
                for (int i = 0; i < z.length; i++) {
                    change += (other[i] - z[i]) * (other[i] - z[i]);
                    size += z[i] * z[i];
                }
                divergence += divergence(z, other);
                positions++;
            }
        }
        return new Loss(Math.sqrt(change / size), divergence / positions);
    }

    private static double[] centred(float[] logits) {
        double mean = 0;
        for (float logit : logits) {
            mean += logit / logits.length;
        }
        double[] centred = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            centred[i] = logits[i] - mean;
        }
        return centred;
    }

    private static double divergence(double[] dense, double[] compressed) {
        double logDense = logSumExp(dense);
        double logCompressed = logSumExp(compressed);
        double sum = 0;
        for (int i = 0; i < dense.length; i++) {
            double logProbability = dense[i] - logDense;
            sum += Math.exp(logProbability) * (logProbability - (compressed[i] - logCompressed));
        }
        return sum;
    }

    private static double logSumExp(double[] logits) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - highest);
        }
        return highest + Math.log(sum);
    }
}
