package org.jackknife.cli.internal.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jackknife.cli.Output;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.score.CellScores;
import org.jackknife.score.CellSummary;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.Estimate;
import org.jackknife.score.Metric;
import org.jackknife.score.MetricComparison;
import org.jackknife.study.JournalEvent;
import org.jackknife.view.HtmlReport;
import org.jackknife.view.ReportBuilder;
import org.jackknife.view.RunData;

/** What a run found, as tables and as a report. */
public final class Results {

    private final RunData run;
    private final ComparisonOptions options;

    private Results(RunData run, ComparisonOptions options) {
        this.run = run;
        this.options = options;
    }

    /** The results of a run, by the usual margin and level. */
    public static Results of(Path run) {
        return of(run, ComparisonOptions.withDefaults(), true);
    }

    /**
     * The results of a run.
     *
     * @param keepTrajectories whether a report is wanted, which shows trajectories
     */
    static Results of(Path run, ComparisonOptions options, boolean keepTrajectories) {
        return new Results(RunData.read(run, keepTrajectories), options);
    }

    RunData run() {
        return run;
    }

    List<Comparison> comparisons() {
        return run.comparisons(options);
    }

    /** Writes the report as one HTML file. */
    public void writeReport(Path file) throws IOException {
        HtmlReport.write(ReportBuilder.of(run, options), file);
    }

    /** Shows rates and what was lost against dense. */
    public void show(Output output) {
        warnOfDroppedBytes(output);
        output.table(scoreTable());
        List<Comparison> comparisons = comparisons();
        if (!comparisons.isEmpty()) {
            output.line("");
            output.table(comparisonTable(comparisons));
        }
    }

    void warnOfDroppedBytes(Output output) {
        if (run.droppedBytes() > 0) {
            output.warning("%s ends in the middle of a line; %d bytes were left out, 'run --resume' plays that episode again"
                    .formatted(run.journal(), run.droppedBytes()));
        }
    }

    Table scoreTable() {
        Table table = Table.of(
                        Column.LEFT, Column.LEFT, Column.RIGHT, Column.RIGHT, Column.LEFT, Column.RIGHT, Column.RIGHT,
                        Column.RIGHT, Column.RIGHT, Column.RIGHT, Column.RIGHT)
                .row("VARIANT", "TASK", "MB", "SUCCESS", "95 %", "EASY", "HARD", "PROGRESS", "GROUND", "N", "ERR");
        for (CellSummary summary : summaries()) {
            Estimate success = summary.all().success();
            table.row(
                    summary.variant(),
                    summary.task(),
                    run.file(summary.variant())
                            .map(JournalEvent.VariantReady::bytes)
                            .map(bytes -> String.format(Locale.ROOT, "%.1f", bytes / 1e6))
                            .orElse("?"),
                    percent(success.mean()),
                    percent(success.interval().low()) + "-" + percent(success.interval().high()),
                    percent(summary.easy().success().mean()),
                    percent(summary.hard().success().mean()),
                    percent(summary.all().progress().mean()),
                    percent(summary.all().grounding().mean()),
                    summary.all().samples(),
                    summary.infrastructureErrors());
        }
        return table;
    }

    /** In the order of the scenario, dense first, however cells were interleaved. */
    List<CellSummary> summaries() {
        return run.start().cells().stream()
                .flatMap(cell -> run.scores().cell(cell.variant(), cell.task()).stream())
                .map(CellScores::summary)
                .toList();
    }

    static Table comparisonTable(List<Comparison> comparisons) {
        Table table = Table.of(
                        Column.LEFT, Column.LEFT, Column.RIGHT, Column.LEFT, Column.RIGHT, Column.RIGHT, Column.RIGHT,
                        Column.LEFT)
                .row("COMPARED", "TASK", "POINTS", "95 %", "P (HOLM)", "LOST", "GAINED", "VERDICT");
        for (Comparison comparison : comparisons) {
            MetricComparison success = comparison.of(Metric.SUCCESS);
            table.row(
                    comparison.candidate(),
                    comparison.task(),
                    points(success.difference().mean()),
                    points(success.difference().interval().low()) + " to "
                            + points(success.difference().interval().high()),
                    comparison.control() ? "control" : p(success.significance().adjustedPValue()),
                    comparison.flips().rightToWrong(),
                    comparison.flips().wrongToRight(),
                    comparison.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return table;
    }

    /** Outcomes of all episodes, in words. */
    String outcomes() {
        return run.scores().cells().stream()
                .flatMap(cell -> cell.summary().outcomes().entrySet().stream())
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.summingInt(Map.Entry::getValue)))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " "
                        + entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    static String percent(double fraction) {
        return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.0f", 100 * fraction);
    }

    private static String points(double difference) {
        return Double.isNaN(difference) ? "-" : String.format(Locale.ROOT, "%+.1f", 100 * difference);
    }

    private static String p(double p) {
        return Double.isNaN(p) ? "-" : p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
