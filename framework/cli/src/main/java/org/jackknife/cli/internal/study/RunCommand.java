package org.jackknife.cli.internal.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.internal.results.Results;
import org.jackknife.study.RunSummary;
import org.jackknife.study.Scenario;
import org.jackknife.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a scenario, or goes on with one, and shows what came of it. */
@Command(
        name = "run",
        description = "Run a scenario: compress, let every variant act, and show what was lost.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  jackknife run scenario.yaml",
            "  jackknife run --resume runs/demo-20260101-120000",
            "  jackknife run scenario.yaml --resume runs/demo-20260101-120000"
        })
public final class RunCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "A scenario file (YAML).")
    private Path scenario;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the run is kept (default runs/NAME-TIME).")
    private Path out;

    @Option(names = "--resume", paramLabel = "FOLDER", description = "Go on with the run in this folder.")
    private Path resume;

    @Option(
            names = "--throughput",
            paramLabel = "N",
            description = "Let each worker play N episodes at once: faster, but greedy answers may differ from run to run;"
                    + " the dense model is then measured twice.")
    private Integer throughput;

    public RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (scenario == null && resume == null) {
            throw new InputException("name a scenario file to run, or a run's folder with --resume");
        }
        if (out != null && resume != null) {
            throw new InputException("--out is for new runs; a run that is resumed stays in its folder");
        }
        Study study = Studies.of(context);
        Optional<Scenario> read = Optional.ofNullable(scenario).map(Scenario::read).map(this::hurried);
        ConsoleProgress progress = new ConsoleProgress(context.output());
        RunSummary summary = resume != null
                ? study.resume(resume, read, progress)
                : play(study, read.orElseThrow(), Optional.ofNullable(out), progress);
        return shown(context, summary);
    }

    private Scenario hurried(Scenario asWritten) {
        if (throughput == null) {
            return asWritten;
        }
        if (throughput < 1) {
            throw new InputException("--throughput is %d, but must be at least 1".formatted(throughput));
        }
        return asWritten.withThroughput(throughput);
    }

    static RunSummary play(Study study, Scenario scenario, Optional<Path> out, ConsoleProgress progress) {
        return study.run(scenario, out.orElseGet(() -> study.newRunFolder(scenario)), progress);
    }

    /** Shows what came of a run, writes its report, and tells the exit status. */
    static int shown(CommandContext context, RunSummary summary) throws IOException {
        Results results = Results.of(summary.folder());
        Path report = summary.folder().resolve("report.html");
        results.writeReport(report);
        if (context.json()) {
            context.output().json(summary);
        } else {
            results.show(context.output());
            context.output().line("");
            context.output().line("report: " + report.toAbsolutePath());
        }
        summary.failures().forEach(context.output()::warning);
        return summary.failures().isEmpty() && summary.missing() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
