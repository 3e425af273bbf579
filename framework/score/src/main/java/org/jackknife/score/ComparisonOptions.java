package org.jackknife.score;

import java.util.Set;

/**
 * How comparisons are made and judged.
 *
 * @param level of all tests, above 0 and below 0.5; intervals have the confidence {@code 1 - level}
 * @param margin the largest difference that counts as none, in the unit of the score
 * @param considerable the difference that a comparison must be able to show before "no loss shown" means anything
 * @param resamples of the bootstrap
 * @param controls variants that are the reference once more: their rows show what differs without any compression (A/A)
 */
public record ComparisonOptions(
        double level, double margin, double considerable, int resamples, Set<String> controls) {

    public ComparisonOptions {
        require(level > 0 && level < 0.5, "level", level, "above 0 and below 0.5");
        require(margin > 0 && margin < 1, "margin", margin, "above 0 and below 1");
        require(considerable > 0 && considerable < 1, "considerable", considerable, "above 0 and below 1");
        require(resamples >= 1000, "resamples", resamples, "1000 or more");
        controls = Set.copyOf(controls);
    }

    private static void require(boolean holds, String name, Number actual, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %s, allowed %s".formatted(name, actual, allowed));
        }
    }

    /** Level 0.05, margin 0.05, considerable from 0.2, 10,000 resamples, no controls. */
    public static ComparisonOptions withDefaults() {
        return new ComparisonOptions(0.05, 0.05, 0.2, 10_000, Set.of());
    }

    public ComparisonOptions withLevel(double newLevel) {
        return new ComparisonOptions(newLevel, margin, considerable, resamples, controls);
    }

    public ComparisonOptions withMargin(double newMargin) {
        return new ComparisonOptions(level, newMargin, considerable, resamples, controls);
    }

    public ComparisonOptions withConsiderable(double newConsiderable) {
        return new ComparisonOptions(level, margin, newConsiderable, resamples, controls);
    }

    public ComparisonOptions withResamples(int newResamples) {
        return new ComparisonOptions(level, margin, considerable, newResamples, controls);
    }

    public ComparisonOptions withControls(Set<String> newControls) {
        return new ComparisonOptions(level, margin, considerable, resamples, newControls);
    }
}
