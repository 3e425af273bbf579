package org.jackknife.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a report shows, already computed: the page only lays it out.
 *
 * @param title the scenario's name
 * @param findings the main results, one sentence each, most important first
 * @param facts what was run, name to value, in the order shown
 * @param tasks one section each
 * @param notes how the figures were made, one sentence each
 */
public record ReportData(
        String title, List<String> findings, Map<String, String> facts, List<TaskSection> tasks, List<String> notes) {

    public ReportData {
        findings = List.copyOf(findings);
        tasks = List.copyOf(tasks);
        notes = List.copyOf(notes);
    }

    /**
     * One task.
     *
     * @param task its label
     * @param rows one per variant, dense first
     * @param samples one per sample, in the task's order
     */
    public record TaskSection(String task, List<VariantRow> rows, List<SampleRow> samples) {}

    /**
     * One variant on one task.
     *
     * @param variant its name
     * @param recipe what was done to the model
     * @param bytes size of the file; 0 where unknown
     * @param bitsPerWeight over all tensors; 0 where unknown
     * @param samples how many were scored
     * @param errors how many episodes failed for reasons of the infrastructure, left out of all rates
     * @param success fraction of samples solved
     * @param easy the same over easy samples; empty where there are none
     * @param hard the same over hard samples; empty where there are none
     * @param progress mean progress rate
     * @param grounding mean fraction of valid actions
     * @param versusDense what changed; empty for the dense model itself
     */
    public record VariantRow(
            String variant,
            String recipe,
            long bytes,
            double bitsPerWeight,
            int samples,
            int errors,
            Range success,
            Optional<Double> easy,
            Optional<Double> hard,
            double progress,
            double grounding,
            Optional<Change> versusDense) {}

    /** A figure with its 95 % interval. */
    public record Range(double value, double low, double high) {}

    /** What a comparison concludes, in the classes that the page colours. */
    public enum Verdict {
        LOSS("loss"),
        GAIN("gain"),
        EQUIVALENT("equivalent"),
        UNDECIDED("not decided");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A variant against dense, paired sample by sample.
     *
     * @param success difference of success rates
     * @param test the name of the test behind {@code p}
     * @param p of no difference
     * @param adjustedP after Holm's correction over all comparisons of the report; empty for the dense model measured again,
     *     which is no part of it
     * @param lost samples that dense solves and the variant does not
     * @param gained samples that the variant solves and dense does not
     * @param bothRight samples that both solve
     * @param bothWrong samples that neither solves
     * @param verdict the conclusion
     * @param divergences first divergences of trajectories by kind
     * @param recovered how many of the diverged episodes succeeded all the same
     */
    public record Change(
            Range success,
            String test,
            double p,
            Optional<Double> adjustedP,
            int lost,
            int gained,
            int bothRight,
            int bothWrong,
            Verdict verdict,
            Map<String, Integer> divergences,
            int recovered) {}

    /**
     * One sample under every variant.
     *
     * @param id the sample's id
     * @param difficulty easy or hard
     * @param goal what was to be achieved
     * @param episodes one per variant, in the order of the rows; of repeats the first
     */
    public record SampleRow(String id, String difficulty, String goal, List<EpisodeView> episodes) {}

    /**
     * One episode as the page shows it.
     *
     * @param variant the variant's name
     * @param outcome how it ended, in words
     * @param success whether the goal was reached
     * @param progress the progress rate at the end
     * @param turns the steps
     * @param divergence the first difference from the dense episode; empty where there is none
     */
    public record EpisodeView(
            String variant,
            String outcome,
            boolean success,
            double progress,
            List<TurnView> turns,
            Optional<DivergenceView> divergence) {}

    /**
     * One step.
     *
     * @param said the raw text of the model
     * @param action what was carried out; empty where nothing could be read
     * @param observation what the world answered
     * @param valid whether the action could be carried out
     */
    public record TurnView(String said, String action, String observation, boolean valid) {}

    /**
     * Where two trajectories part.
     *
     * @param kind tool, argument, format, extra, missing or stop
     * @param denseTurn counted from 0; the number of turns where dense had stopped
     * @param variantTurn the same for the variant
     * @param detail what differs, in words
     */
    public record DivergenceView(String kind, int denseTurn, int variantTurn, String detail) {}
}
