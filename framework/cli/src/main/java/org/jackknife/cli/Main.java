package org.jackknife.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jackknife.cli.internal.Commands;
import org.jackknife.cli.internal.Faults;
import org.jackknife.cli.internal.ProgramVersion;
import org.jackknife.cli.internal.RootCommand;
import picocli.CommandLine;

/**
 * Starts the program.
 *
 * <p>Exit status: 0 done, 1 the work failed, 2 the command or its input is at fault.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Output output = new Output(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean("jackknife.colour"));
        CommandContext context = new CommandContext(Locations.of(System.getProperties(), System.getenv()), output);
        context.setVerbose(System.getenv("JACKKNIFE_DEBUG") != null);
        int status = CommandLine.ExitCode.SOFTWARE;
        try {
            status = run(context, arguments);
        } catch (Error e) {
            // picocli hands on exceptions alone; System.exit below would hide this
            e.printStackTrace(output.err());
        } finally {
            // the host's threads would keep the process alive
            System.exit(status);
        }
    }

    /** Runs one command line and returns its exit status. */
    static int run(CommandContext context, String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            // asked for often by scripts, and setting up every command takes longer than the answer
            context.output().line(ProgramVersion.text());
            return CommandLine.ExitCode.OK;
        }
        CommandLine line = new CommandLine(new RootCommand(context::setJson, context::setVerbose));
        Commands.all(context).forEach(line::addSubcommand);
        line.setOut(context.output().out());
        line.setErr(context.output().err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                Boolean.getBoolean("jackknife.colour") ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(Output.WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        Faults faults = new Faults(context);
        line.setExecutionExceptionHandler(faults);
        line.setParameterExceptionHandler(faults);
        return line.execute(arguments);
    }
}
