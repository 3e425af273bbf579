package org.jackknife.cli.internal.results;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.score.Change;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.EpisodeScore;
import org.jackknife.score.PairedSample;
import org.jackknife.score.Scores;
import org.jackknife.view.RunData;
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

    /** The variants that both runs played, the first run being the measure. */
    private List<Comparison> ofTwo() {
        Scores before = RunData.read(runs.get(0), false).scores();
        Scores after = RunData.read(runs.get(1), false).scores();
        List<String> common = new ArrayList<>(before.variants());
        common.retainAll(after.variants());
        if (common.isEmpty()) {
            throw new InputException("the runs have no variant in common: %s against %s"
                    .formatted(String.join(", ", before.variants()), String.join(", ", after.variants())));
        }
        Scores.Builder both = Scores.builder();
        Map<String, String> references = new LinkedHashMap<>();
        for (String variant : common) {
            references.put(variant + " (2)", variant + " (1)");
        }
        add(both, before, common, " (1)");
        add(both, after, common, " (2)");
        return both.build().compare(references, options());
    }

    private static void add(Scores.Builder both, Scores scores, List<String> variants, String suffix) {
        scores.cells().stream()
                .filter(cell -> variants.contains(cell.variant()))
                .flatMap(cell -> cell.episodes().stream())
                .forEach(episode -> both.add(renamed(episode, suffix)));
    }

    private static EpisodeScore renamed(EpisodeScore episode, String suffix) {
        EpisodeKey key = episode.key();
        return new EpisodeScore(
                new EpisodeKey(key.variant() + suffix, key.task(), key.sample(), key.repeat()),
                episode.difficulty(),
                episode.cluster(),
                episode.outcome(),
                episode.success(),
                episode.progress(),
                episode.grounding(),
                episode.steps(),
                episode.tokens(),
                episode.actions());
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
