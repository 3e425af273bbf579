package org.jackknife.cli.internal.results;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jackknife.cli.CommandContext;
import org.jackknife.score.ComparisonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Scores a run from its journal; nothing is played again. */
@Command(name = "score", description = "Score a run from its journal: rates with intervals, by task and variant.")
public final class ScoreCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "RUN", description = "A run's folder, or a journal.")
    private Path run;

    public ScoreCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Results results = Results.of(run, ComparisonOptions.withDefaults(), false);
        results.warnOfDroppedBytes(context.output());
        if (context.json()) {
            context.output().json(results.summaries());
        } else {
            context.output().table(results.scoreTable());
            context.output().line("");
            context.output().line("episodes: " + results.outcomes());
        }
        return ExitCode.OK;
    }
}
