package org.jackknife.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jackknife.api.task.Sample;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.score.CellSummary;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.Estimate;
import org.jackknife.score.Metric;
import org.jackknife.score.MetricComparison;
import org.jackknife.score.SplitScore;
import org.jackknife.score.trace.Divergence;
import org.jackknife.score.trace.TraceAlignment;
import org.jackknife.study.JournalEvent;
import org.jackknife.view.ReportData.Change;
import org.jackknife.view.ReportData.DivergenceView;
import org.jackknife.view.ReportData.EpisodeView;
import org.jackknife.view.ReportData.Range;
import org.jackknife.view.ReportData.SampleRow;
import org.jackknife.view.ReportData.TaskSection;
import org.jackknife.view.ReportData.TurnView;
import org.jackknife.view.ReportData.VariantRow;
import org.jackknife.view.ReportData.Verdict;

/** Turns a scored run into what a report shows. */
public final class ReportBuilder {

    private final RunData run;
    private final ComparisonOptions options;
    private final List<Comparison> comparisons;

    private ReportBuilder(RunData run, ComparisonOptions options) {
        this.run = run;
        this.options = options;
        this.comparisons = run.comparisons(options);
    }

    /**
     * The report of a run.
     *
     * @param run read with its trajectories
     */
    public static ReportData of(RunData run, ComparisonOptions options) {
        return new ReportBuilder(run, options).report();
    }

    private ReportData report() {
        List<String> tasks = run.start().cells().stream()
                .map(JournalEvent.CellEntry::task)
                .distinct()
                .toList();
        return new ReportData(
                run.start().scenario().path("name").asText(),
                Findings.of(comparisons, options),
                facts(),
                tasks.stream().map(this::section).toList(),
                notes());
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Model", run.start().variants().stream()
                .map(JournalEvent.VariantEntry::model)
                .distinct()
                .collect(Collectors.joining(", ")));
        run.engine().ifPresent(engine -> facts.put("Engine", engine.engine()));
        facts.put("Policy", run.start().scenario().at("/policy/id").asText());
        facts.put("Started", run.start().at().toString().substring(0, 16).replace('T', ' ') + " UTC");
        facts.put("Machine", "%s, %d cores".formatted(run.start().machine().system(), run.start().machine().cores()));
        facts.put("Program", run.start().versions().getOrDefault("jackknife", ""));
        facts.put("Scenario", run.start().fingerprint().substring(0, 12));
        if (!run.engineErrors().isEmpty()) {
            facts.put("Worker failures", "%d, tried again".formatted(run.engineErrors().size()));
        }
        return facts;
    }

    private TaskSection section(String task) {
        List<VariantRow> rows = new ArrayList<>();
        for (JournalEvent.VariantEntry variant : run.start().variants()) {
            run.scores()
                    .cell(variant.name(), task)
                    .ifPresent(cell -> rows.add(row(variant, cell.summary())));
        }
        List<String> shown = rows.stream().map(VariantRow::variant).toList();
        return new TaskSection(task, rows, samples(task, shown));
    }

    private VariantRow row(JournalEvent.VariantEntry variant, CellSummary summary) {
        Optional<JournalEvent.VariantReady> file = run.file(variant.name());
        return new VariantRow(
                variant.name(),
                variant.recipe(),
                file.map(JournalEvent.VariantReady::bytes).orElse(0L),
                file.map(JournalEvent.VariantReady::bitsPerWeight).orElse(0.0),
                summary.all().samples(),
                summary.infrastructureErrors(),
                range(summary.all().success()),
                success(summary.easy()),
                success(summary.hard()),
                summary.all().progress().mean(),
                summary.all().grounding().mean(),
                comparisons.stream()
                        .filter(c -> c.candidate().equals(variant.name()) && c.task().equals(summary.task()))
                        .findFirst()
                        .map(this::change));
    }

    private static Range range(Estimate estimate) {
        return new Range(
                estimate.mean(), estimate.interval().low(), estimate.interval().high());
    }

    private static Optional<Double> success(SplitScore split) {
        return split.samples() == 0 ? Optional.empty() : Optional.of(split.success().mean());
    }

    private Change change(Comparison comparison) {
        MetricComparison success = comparison.of(Metric.SUCCESS);
        MetricComparison.Difference difference = success.difference();
        Map<String, Integer> kinds = new TreeMap<>();
        int recovered = 0;
        for (Trajectory trajectory : run.trajectories(comparison.candidate(), comparison.task())) {
            Optional<TraceAlignment> alignment = run.alignment(trajectory.key());
            Optional<Divergence> first = alignment.flatMap(TraceAlignment::first);
            first.ifPresent(divergence -> kinds.merge(divergence.kind().toString(), 1, Integer::sum));
            if (first.isPresent() && alignment.get().recovery() == TraceAlignment.Recovery.SUCCEEDED) {
                recovered++;
            }
        }
        return new Change(
                new Range(difference.mean(), difference.interval().low(), difference.interval().high()),
                success.significance().test().toString(),
                success.significance().pValue(),
                comparison.control() ? Optional.empty() : Optional.of(success.significance().adjustedPValue()),
                comparison.flips().rightToWrong(),
                comparison.flips().wrongToRight(),
                comparison.flips().bothRight(),
                comparison.flips().bothWrongAlike() + comparison.flips().bothWrongDifferent(),
                verdict(comparison.verdict()),
                kinds,
                recovered);
    }

    private static Verdict verdict(org.jackknife.score.Verdict verdict) {
        return switch (verdict) {
            case LOSS -> Verdict.LOSS;
            case GAIN -> Verdict.GAIN;
            case EQUIVALENT -> Verdict.EQUIVALENT;
            case NO_LOSS_SHOWN, TOO_FEW_SAMPLES -> Verdict.UNDECIDED;
        };
    }

    private List<SampleRow> samples(String task, List<String> variants) {
        if (variants.isEmpty()) {
            return List.of();
        }
        Map<String, Map<String, Trajectory>> bySample = new TreeMap<>();
        for (String variant : variants) {
            for (Trajectory trajectory : run.trajectories(variant, task)) {
                if (trajectory.key().repeat() == 0) {
                    bySample.computeIfAbsent(trajectory.key().sample(), _ -> new LinkedHashMap<>())
                            .put(variant, trajectory);
                }
            }
        }
        return bySample.values().stream()
                .filter(played -> played.keySet().containsAll(variants))
                .map(played -> sample(variants.stream().map(played::get).toList()))
                .toList();
    }

    private SampleRow sample(List<Trajectory> played) {
        Sample sample = played.getFirst().sample();
        return new SampleRow(
                sample.id(),
                sample.difficulty().toString(),
                sample.goal(),
                played.stream().map(this::episode).toList());
    }

    private EpisodeView episode(Trajectory trajectory) {
        List<Step> steps = trajectory.steps();
        String detail = trajectory.ending().detail();
        String outcome = trajectory.ending().outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        EpisodeKey key = trajectory.key();
        boolean dense = run.variant(key.variant()).baseline().equals(key.variant());
        return new EpisodeView(
                key.variant(),
                detail.isEmpty() ? outcome : outcome + " (" + detail + ")",
                !steps.isEmpty() && steps.getLast().feedback().success(),
                steps.isEmpty() ? 0 : steps.getLast().feedback().progress(),
                steps.stream().map(ReportBuilder::turn).toList(),
                dense ? Optional.empty() : run.alignment(key).flatMap(TraceAlignment::first).map(ReportBuilder::divergence));
    }

    private static TurnView turn(Step step) {
        return new TurnView(
                step.rawText(),
                step.action().map(Object::toString).orElse(""),
                step.feedback().observation(),
                step.feedback().valid());
    }

    private static DivergenceView divergence(Divergence divergence) {
        return new DivergenceView(
                divergence.kind().toString(), divergence.referenceStep(), divergence.candidateStep(), divergence.detail());
    }

    private List<String> notes() {
        return List.of(
                "Success, progress and grounding are means over samples; repeats of a sample are averaged first.",
                "Intervals are 95 % intervals, clustered by the template or world that samples share.",
                "Every variant is compared with the dense model of the same run, sample by sample; p values are corrected"
                        + " by Holm's method over all comparisons of this page, the a/a row left out.",
                String.format(
                        Locale.ROOT,
                        "Equivalent means that two one-sided tests place the difference within %.0f points; loss or gain that"
                                + " the corrected p is below %.2f; not decided that the samples say neither.",
                        100 * options.margin(),
                        options.level()),
                "The a/a row is the dense model measured a second time: what differs there is noise.",
                "Lost and gained count samples that only one of the two solves.",
                "Episodes that failed by the infrastructure (engine, environment) are counted, and left out of every rate.",
                "Sample by sample shows samples that every variant has played; of repeats the first.");
    }
}
