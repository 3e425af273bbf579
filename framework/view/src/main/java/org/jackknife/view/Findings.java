package org.jackknife.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.Metric;
import org.jackknife.score.MetricComparison;
import org.jackknife.score.Verdict;

/** The answer in a few sentences: which variants lose, which keep up, and of which the samples cannot tell. */
final class Findings {

    private Findings() {}

    /** One sentence for each conclusion that some variant got, losses first. */
    static List<String> of(List<Comparison> comparisons, ComparisonOptions options) {
        List<String> findings = new ArrayList<>();
        add(findings, "Loss shown", Verdict.LOSS, comparisons);
        add(findings, "Gain shown", Verdict.GAIN, comparisons);
        add(
                findings,
                String.format(Locale.ROOT, "Equivalent to dense within %.0f points", 100 * options.margin()),
                Verdict.EQUIVALENT,
                comparisons);
        add(findings, "No loss shown, but none ruled out", Verdict.NO_LOSS_SHOWN, comparisons);
        add(findings, "Too few samples to tell", Verdict.TOO_FEW_SAMPLES, comparisons);
        return findings;
    }

    private static void add(List<String> findings, String title, Verdict verdict, List<Comparison> comparisons) {
        boolean oneTask = comparisons.stream().map(Comparison::task).distinct().count() == 1;
        String named = comparisons.stream()
                .filter(comparison -> !comparison.control() && comparison.verdict() == verdict)
                .map(comparison -> named(comparison, oneTask))
                .collect(Collectors.joining("; "));
        if (!named.isEmpty()) {
            findings.add(title + ": " + named + ".");
        }
    }

    private static String named(Comparison comparison, boolean oneTask) {
        MetricComparison.Difference difference = comparison.of(Metric.SUCCESS).difference();
        return String.format(
                Locale.ROOT,
                "%s%s (%+.1f points, %.0f %% interval %+.1f to %+.1f)",
                comparison.candidate(),
                oneTask ? "" : " on " + comparison.task(),
                100 * difference.mean(),
                100 * difference.interval().confidence(),
                100 * difference.interval().low(),
                100 * difference.interval().high());
    }
}
