package org.jackknife.study;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jackknife.api.model.Recipe;

/**
 * What a run of a scenario would do and cost, known before hours of work. A plan with problems cannot be run.
 *
 * @param scenario what was planned
 * @param variants all variants; each model's dense one first
 * @param cells all cells in the order they are played
 * @param workersAtOnce worker processes that fit this machine at once
 * @param peakMemory bytes, all workers together; an estimate
 * @param disk bytes that the run adds to the disk; an estimate
 * @param diskFree bytes free where variants are kept
 * @param time wall-clock time; an estimate
 * @param timeBasis what the estimate of time stands on, in words
 * @param problems why the scenario cannot be run, one sentence each; empty where it can
 */
public record Plan(
        Scenario scenario,
        List<VariantPlan> variants,
        List<CellPlan> cells,
        int workersAtOnce,
        long peakMemory,
        long disk,
        long diskFree,
        Duration time,
        String timeBasis,
        List<String> problems) {

    /**
     * The discordance that minimum detectable effects assume: the fraction of samples that one of two variants solves and
     * the other does not. A fifth is what mild compressions of one model show; two unrelated models come to a half.
     */
    public static final double DISCORDANCE = 0.2;

    /** The sum of the normal quantiles for a power of 80 % and a two-sided level of 5 %: 0.84 + 1.96. */
    private static final double QUANTILES = 2.80;

    /**
     * A variant as planned.
     *
     * @param name unique within the run
     * @param label the recipe's label, {@code dense} or {@code a/a}
     * @param model the model's name
     * @param recipe what is applied to it
     * @param baseline the dense variant that it is compared with
     * @param fingerprint the name in the variant store; empty for dense variants and where the model is not known yet
     * @param ready whether nothing has to be computed for it
     * @param bytes the size of its file; empty where it cannot be known in advance
     * @param peakMemory bytes of one worker that plays it; an estimate
     * @param compression how long it takes to make
     */
    public record VariantPlan(
            String name,
            String label,
            String model,
            Recipe recipe,
            String baseline,
            Optional<String> fingerprint,
            boolean ready,
            OptionalLong bytes,
            long peakMemory,
            Duration compression) {}

    /**
     * A cell as planned.
     *
     * @param samples how many samples
     * @param episodes samples times repeats
     * @param time of all its episodes in one worker
     * @param detectableEffect the smallest difference in success to the dense model that is found with 80 % power at the 5 %
     *     level, as a fraction, if {@link Plan#DISCORDANCE} holds
     */
    public record CellPlan(Cell cell, int samples, int episodes, Duration time, double detectableEffect) {}

    public Plan {
        variants = List.copyOf(variants);
        cells = List.copyOf(cells);
        problems = List.copyOf(problems);
    }

    /** All episodes of the run. */
    public int episodes() {
        return cells.stream().mapToInt(CellPlan::episodes).sum();
    }

    /**
     * The minimum detectable effect of a paired comparison: {@code 2.80 sqrt(d / n)}.
     *
     * @param discordance fraction of samples on which the two differ, above 0 and at most 1
     * @param samples how many samples, at least 1
     */
    public static double detectableEffect(double discordance, int samples) {
        return Math.min(1, QUANTILES * Math.sqrt(discordance / samples));
    }
}
