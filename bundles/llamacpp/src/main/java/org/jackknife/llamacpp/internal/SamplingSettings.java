package org.jackknife.llamacpp.internal;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 for the likeliest token, otherwise above 0
 * @param topK keep so many of the likeliest; 0 for all
 * @param topP keep the likeliest until their probabilities sum to this, (0, 1]; 1 for all
 * @param minP drop tokens below this fraction of the likeliest one's probability, [0, 1]; 0 for none
 * @param seed seed of the choice
 */
public record SamplingSettings(double temperature, int topK, double topP, double minP, long seed) {

    public static final SamplingSettings GREEDY = new SamplingSettings(0, 0, 1, 0, 0);

    public SamplingSettings {
        require(temperature >= 0 && temperature < Double.POSITIVE_INFINITY, "temperature", temperature, "at least 0");
        require(topK >= 0, "topK", topK, "at least 0");
        require(topP > 0 && topP <= 1, "topP", topP, "above 0 and at most 1");
        require(minP >= 0 && minP <= 1, "minP", minP, "between 0 and 1");
    }

    boolean greedy() {
        return temperature == 0;
    }

    private static void require(boolean holds, String name, double value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %s, but must be %s".formatted(name, value, allowed));
        }
    }
}
