package org.jackknife.score.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jackknife.score.CellScores;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.FlipTable;
import org.jackknife.score.Metric;
import org.jackknife.score.MetricComparison;
import org.jackknife.score.PairedSample;
import org.jackknife.score.SampleScore;
import org.jackknife.score.statistics.HolmCorrection;

/** Joins cells on sample ids, compares them by every metric and corrects the p values of several comparisons. */
public final class Comparer {

    private final ComparisonOptions options;
    private final Judge judge;

    public Comparer(ComparisonOptions options) {
        this.options = options;
        this.judge = new Judge(options);
    }

    /** Compares two cells of one task; p values are not corrected yet. */
    public Comparison compare(CellScores reference, CellScores candidate) {
        Map<String, SampleScore> partners = scored(candidate);
        List<PairedSample> pairs = new ArrayList<>();
        List<String> onlyReference = new ArrayList<>();
        scored(reference).forEach((id, score) -> {
            SampleScore partner = partners.remove(id);
            if (partner == null) {
                onlyReference.add(id);
            } else {
                pairs.add(PairedSample.of(score, partner));
            }
        });
        List<String> onlyCandidate = List.copyOf(partners.keySet());
        PairedScores scores = new PairedScores(pairs, options);
        Map<Metric, MetricComparison> metrics = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            String[] seed = {reference.task(), reference.variant(), candidate.variant(), metric.toString()};
            metrics.put(metric, judge.judged(scores.compare(metric, seed)));
        }
        return new Comparison(
                reference.task(),
                reference.variant(),
                candidate.variant(),
                options.controls().contains(candidate.variant()),
                metrics,
                FlipTable.of(pairs),
                List.copyOf(pairs),
                new Comparison.Unmatched(List.copyOf(onlyReference), onlyCandidate));
    }

    private static Map<String, SampleScore> scored(CellScores cell) {
        Map<String, SampleScore> scored = new LinkedHashMap<>();
        cell.samples().stream().filter(SampleScore::scored).forEach(sample -> scored.put(sample.sample(), sample));
        return scored;
    }

    /** The same comparisons with p values corrected, one metric at a time, over all that are no controls. */
    public List<Comparison> corrected(List<Comparison> raw) {
        List<Map<Metric, MetricComparison>> corrected =
                raw.stream().<Map<Metric, MetricComparison>>map(c -> new EnumMap<>(c.metrics())).toList();
        for (Metric metric : Metric.values()) {
            double[] adjusted = HolmCorrection.adjust(raw.stream()
                    .mapToDouble(c -> c.control() ? Double.NaN : c.of(metric).significance().pValue())
                    .toArray());
            for (int i = 0; i < adjusted.length; i++) {
                if (!raw.get(i).control()) {
                    double p = adjusted[i];
                    corrected.get(i).computeIfPresent(metric, (_, raised) -> judge.judged(withAdjusted(raised, p)));
                }
            }
        }
        return IntStream.range(0, raw.size())
                .mapToObj(i -> withMetrics(raw.get(i), corrected.get(i)))
                .toList();
    }

    private static MetricComparison withAdjusted(MetricComparison c, double adjusted) {
        MetricComparison.Significance old = c.significance();
        return new MetricComparison(
                c.metric(),
                c.difference(),
                new MetricComparison.Significance(old.test(), old.pValue(), adjusted),
                c.equivalence(),
                c.minimumDetectableEffect(),
                c.verdict());
    }

    private static Comparison withMetrics(Comparison c, Map<Metric, MetricComparison> metrics) {
        return new Comparison(
                c.task(), c.reference(), c.candidate(), c.control(), metrics, c.flips(), c.pairs(), c.unmatched());
    }
}
