package org.jackknife.score.internal;

import java.util.List;
import org.jackknife.score.Change;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.Metric;
import org.jackknife.score.MetricComparison;
import org.jackknife.score.MetricComparison.Difference;
import org.jackknife.score.MetricComparison.Significance;
import org.jackknife.score.PairedSample;
import org.jackknife.score.SampleScore;
import org.jackknife.score.SignificanceTest;
import org.jackknife.score.Verdict;
import org.jackknife.score.statistics.Bootstrap;
import org.jackknife.score.statistics.Clusters;
import org.jackknife.score.statistics.EquivalenceTest;
import org.jackknife.score.statistics.Interval;
import org.jackknife.score.statistics.McNemarTest;
import org.jackknife.score.statistics.PairedTTest;
import org.jackknife.score.statistics.Power;
import org.jackknife.score.statistics.Summary;

/** The paired samples of two cells, with the test that their kind asks for. */
final class PairedScores {

    /**
     * Resampling few clusters understates their spread (Cameron, Gelbach and Miller 2008, section 4, find it with 5 and
     * with 10); below this the t test with cluster-robust errors, whose quantiles widen, is the safer one.
     */
    private static final int FEWEST_CLUSTERS_TO_RESAMPLE = 10;

    private final List<PairedSample> pairs;
    private final List<SampleScore> references;
    private final List<SampleScore> candidates;
    private final Clusters clusters;
    private final ComparisonOptions options;

    PairedScores(List<PairedSample> pairs, ComparisonOptions options) {
        this.pairs = pairs;
        this.references = pairs.stream().map(PairedSample::reference).toList();
        this.candidates = pairs.stream().map(PairedSample::candidate).toList();
        this.clusters = SampleNumbers.clusters(references);
        this.options = options;
    }

    /**
     * The comparison by one metric, its p value as it is.
     *
     * @param seed the id from which resampling is seeded
     */
    MetricComparison compare(Metric metric, String... seed) {
        double[] differences = pairs.stream().mapToDouble(pair -> pair.difference(metric)).toArray();
        Summary summary = Summary.of(differences, clusters);
        SignificanceTest test = test(metric);
        Evidence evidence = switch (test) {
            case MCNEMAR_EXACT -> new Evidence(mcNemar(), interval(summary));
            case PAIRED_T -> new Evidence(PairedTTest.test(summary).pValue(), interval(summary));
            case PAIRED_BOOTSTRAP, CLUSTER_BOOTSTRAP -> bootstrap(differences, seed);
        };
        Difference difference = new Difference(
                pairs.size(),
                Summary.of(SampleNumbers.values(references, metric)).mean(),
                Summary.of(SampleNumbers.values(candidates, metric)).mean(),
                summary.mean(),
                summary.standardError(),
                unchanged(summary) ? unseen(summary) : evidence.interval().clipped(-1, 1));
        return new MetricComparison(
                metric,
                difference,
                new Significance(test, evidence.pValue(), evidence.pValue()),
                EquivalenceTest.withMargin(options.margin()).withLevel(options.level()).test(summary),
                minimumDetectableEffect(summary),
                Verdict.TOO_FEW_SAMPLES);
    }

    private record Evidence(double pValue, Interval interval) {}

    private SignificanceTest test(Metric metric) {
        if (metric == Metric.SUCCESS && oneRunEach()) {
            return SignificanceTest.MCNEMAR_EXACT;
        }
        if (clusters.informative()) {
            return clusters.count() < FEWEST_CLUSTERS_TO_RESAMPLE
                    ? SignificanceTest.PAIRED_T
                    : SignificanceTest.CLUSTER_BOOTSTRAP;
        }
        return metric == Metric.SUCCESS ? SignificanceTest.PAIRED_T : SignificanceTest.PAIRED_BOOTSTRAP;
    }

    private boolean oneRunEach() {
        return pairs.stream().allMatch(p -> p.reference().episodes() == 1 && p.candidate().episodes() == 1);
    }

    private double mcNemar() {
        return pairs.size() < 2
                ? Double.NaN
                : McNemarTest.test(count(Change.RIGHT_TO_WRONG), count(Change.WRONG_TO_RIGHT)).pValue();
    }

    private int count(Change change) {
        return (int) pairs.stream().filter(pair -> pair.change() == change).count();
    }

    private Interval interval(Summary summary) {
        return summary.interval(1 - options.level());
    }

    private Evidence bootstrap(double[] differences, String... seed) {
        Bootstrap.Result result = Bootstrap.seededBy(seed)
                .withResamples(options.resamples())
                .withConfidence(1 - options.level())
                .mean(differences, clusters);
        return new Evidence(result.pValue(), result.interval());
    }

    /** Where no sample changed at all, the spread is unknown, not 0: as many may change as would go unseen. */
    private static boolean unchanged(Summary summary) {
        return summary.mean() == 0 && summary.standardError() == 0;
    }

    private Interval unseen(Summary summary) {
        double share = Power.unseenShare(summary.samples(), options.level());
        return new Interval(-share, share, 1 - options.level());
    }

    private double minimumDetectableEffect(Summary summary) {
        return unchanged(summary)
                ? Power.minimumDetectableEffect(
                        Power.unseenShare(summary.samples(), options.level()), summary.samples())
                : Power.minimumDetectableEffect(summary.standardError());
    }
}
