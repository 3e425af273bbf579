package org.jackknife.cli.internal.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jackknife.cli.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the report of a run. */
@Command(name = "report", description = "Write the report of a run as one HTML file that needs no network.")
public final class ReportCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "RUN", description = "A run's folder, or a journal.")
    private Path run;

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes (default report.html beside the journal).")
    private Path out;

    public ReportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Results results = Results.of(run);
        results.warnOfDroppedBytes(context.output());
        Path file = out != null ? out : results.run().journal().resolveSibling("report.html");
        results.writeReport(file);
        if (context.json()) {
            context.output().json(Map.of("report", file.toAbsolutePath().toString(), "bytes", Files.size(file)));
            return ExitCode.OK;
        }
        context.output().line("report: %s (%.1f MB)".formatted(file.toAbsolutePath(), Files.size(file) / 1e6));
        return ExitCode.OK;
    }
}
