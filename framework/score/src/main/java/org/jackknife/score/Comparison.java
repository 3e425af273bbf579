package org.jackknife.score;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two variants on one task, joined sample by sample.
 *
 * @param task the task's label
 * @param reference the variant compared with, usually dense
 * @param candidate the variant compared
 * @param control whether the candidate is the reference once more (A/A)
 * @param metrics every metric in it; success is the headline
 * @param flips what became of the samples, counted
 * @param pairs what became of the samples, one by one, in order of their ids
 * @param unmatched samples that only one of the two was scored on, and that no figure here contains
 */
public record Comparison(
        String task,
        String reference,
        String candidate,
        boolean control,
        Map<Metric, MetricComparison> metrics,
        FlipTable flips,
        List<PairedSample> pairs,
        Unmatched unmatched) {

    /**
     * Ids of samples without a partner.
     *
     * @param onlyReference not scored, or not played, under the candidate
     * @param onlyCandidate not scored, or not played, under the reference
     */
    public record Unmatched(List<String> onlyReference, List<String> onlyCandidate) {

        public int count() {
            return onlyReference.size() + onlyCandidate.size();
        }
    }

    public MetricComparison of(Metric metric) {
        return metrics.get(metric);
    }

    /** The verdict on success. */
    public Verdict verdict() {
        return of(Metric.SUCCESS).verdict();
    }

    /**
     * The headline in one sentence, such as {@code q2_k on toolquery: loss, success 0.55 against 0.80 (-0.25, 95 %
     * interval -0.37 to -0.13, exact McNemar p 0.0004, corrected 0.0012, 60 samples)}.
     */
    public String sentence() {
        MetricComparison success = of(Metric.SUCCESS);
        MetricComparison.Difference d = success.difference();
        MetricComparison.Significance s = success.significance();
        return String.format(
                Locale.ROOT,
                "%s on %s: %s, success %.2f against %.2f"
                        + " (%+.2f, %.0f %% interval %+.2f to %+.2f, %s p %s, corrected %s, %d samples)",
                candidate, task, success.verdict(), d.candidate(), d.reference(), d.mean(),
                100 * d.interval().confidence(), d.interval().low(), d.interval().high(),
                s.test(), words(s.pValue()), words(s.adjustedPValue()), d.samples());
    }

    /** Resampling cannot resolve less than one in ten thousand, so no test is shown to resolve more. */
    private static String words(double p) {
        if (Double.isNaN(p)) {
            return "not computed";
        }
        return p < 1e-4 ? "below 0.0001" : String.format(Locale.ROOT, "%.2g", p);
    }
}
