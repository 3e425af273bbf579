package org.jackknife.cli.internal;

import java.util.List;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.internal.create.NewCommand;
import org.jackknife.cli.internal.inspect.InspectCommand;
import org.jackknife.cli.internal.bench.BenchCommand;
import org.jackknife.cli.internal.results.CompareCommand;
import org.jackknife.cli.internal.results.ReportCommand;
import org.jackknife.cli.internal.results.ScoreCommand;
import org.jackknife.cli.internal.results.TraceCommand;
import org.jackknife.cli.internal.study.CalibrateCommand;
import org.jackknife.cli.internal.study.CompressCommand;
import org.jackknife.cli.internal.study.DemoCommand;
import org.jackknife.cli.internal.study.PlanCommand;
import org.jackknife.cli.internal.study.RunCommand;
import org.jackknife.cli.internal.study.WorkerCommand;

/** Every command of the program, in the order of the help text. */
public final class Commands {

    private Commands() {}

    /** The commands for one run of the program. */
    public static List<Object> all(CommandContext context) {
        return List.of(new ListCommand(context), new InspectCommand(context), new TrajectoriesCommand(context),
                new NewCommand(context),
                new CompressCommand(context),
                new CalibrateCommand(context),
                new PlanCommand(context),
                new RunCommand(context),
                new DemoCommand(context),
                new ScoreCommand(context),
                new CompareCommand(context),
                new TraceCommand(context),
                new ReportCommand(context),
                new BenchCommand(context),
                new WorkerCommand(context));
    }
}
