package org.jackknife.cli.internal.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jackknife.cli.CommandContext;
import org.jackknife.study.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole way in one command, on the embedded model. */
@Command(
        name = "demo",
        description = "Compress the embedded model in several ways, let every variant act, and show what was lost.")
public final class DemoCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the run is kept (default runs/demo-TIME).")
    private Path out;

    public DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = Scenario.read(context.locations().home().resolve("scenarios").resolve("demo.yaml"));
        ConsoleProgress progress = new ConsoleProgress(context.output());
        return RunCommand.shown(
                context, RunCommand.play(Studies.of(context), scenario, Optional.ofNullable(out), progress));
    }
}
