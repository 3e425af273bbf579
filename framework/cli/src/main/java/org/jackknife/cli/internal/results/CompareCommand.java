package org.jackknife.cli.internal.results;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.score.Change;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.PairedSample;
import org.jackknife.view.RunData;
import org.jackknife.view.TwoRuns;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares variants of a run with dense, or the same variants of two runs, sample by sample. */
@Command(
        name = "compare",
        description = "Compare the variants of a run with dense, or two runs with each other, sample by sample.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  jackknife compare runs/demo-20260101-120000",
            "  jackknife compare runs/before runs/after --margin 0.03",
            "  jackknife compare runs/demo-20260101-120000 --samples lost"
        })
public final class CompareCommand implements Callable<Integer> {

    /** Which samples are listed beneath the table. */
    enum Listing {
        NONE,
        LOST,
        GAINED
    }

    private final CommandContext context;

    @Parameters(paramLabel = "RUN", arity = "1..2", description = "One or two runs' folders, or journals.")
    private List<Path> runs;

    @Option(
            names = "--margin",
            defaultValue = "0.05",
            description = "Largest difference in success that counts as equivalent (default ${DEFAULT-VALUE}).")
    private double margin;

    @Option(
            names = "--level",
            defaultValue = "0.05",
            description = "Level of tests and intervals (default ${DEFAULT-VALUE}).")
    private double level;

    @Option(
            names = "--samples",
            defaultValue = "none",
            description = "Also list samples: lost, gained or none (default ${DEFAULT-VALUE}).")
    private Listing listing;

    public CompareCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Comparison> comparisons = runs.size() == 1 ? withinOne() : ofTwo();
        if (context.json()) {
            context.output().json(comparisons);
            return ExitCode.OK;
        }
        context.output().table(Results.comparisonTable(comparisons));
        comparisons.stream()
                .filter(comparison -> comparison.unmatched().count() > 0)
                .forEach(comparison -> context.output()
                        .warning("%s on %s: %d samples have no partner and are left out"
                                .formatted(
                                        comparison.candidate(),
                                        comparison.task(),
                                        comparison.unmatched().count())));
        if (listing != Listing.NONE) {
            context.output().line("");
            context.output().table(samples(comparisons));
        }
        return ExitCode.OK;
    }

    private ComparisonOptions options() {
        try {
            return ComparisonOptions.withDefaults().withMargin(margin).withLevel(level);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private List<Comparison> withinOne() {
        return Results.of(runs.getFirst(), options(), false).comparisons();
    }

    private List<Comparison> ofTwo() {
        RunData before = RunData.read(runs.get(0), false);
        RunData after = RunData.read(runs.get(1), false);
        try {
            return TwoRuns.compare(before, after, options());
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private Table samples(List<Comparison> comparisons) {
        Change wanted = listing == Listing.LOST ? Change.RIGHT_TO_WRONG : Change.WRONG_TO_RIGHT;
        Table table = Table.of(Column.LEFT, Column.LEFT, Column.LEFT).row("VARIANT", "TASK", "SAMPLE");
        for (Comparison comparison : comparisons) {
            for (PairedSample pair : comparison.pairs()) {
                if (pair.change() == wanted) {
                    table.row(comparison.candidate(), comparison.task(), pair.sample());
                }
            }
        }
        return table;
    }
}
