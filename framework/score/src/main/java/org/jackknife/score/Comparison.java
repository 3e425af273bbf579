package org.jackknife.score;

import java.util.List;
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
}
