package org.jackknife.cli.internal;

import java.util.function.Consumer;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: the options that every command shares. */
@Command(
        name = "jackknife",
        description = "Does the compressed model still act? Compresses GGUF models, lets every variant act, and shows"
                + " what was lost.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:the work failed", "2:the command or its input is at fault"},
        subcommands = {CommandLine.HelpCommand.class, AutoComplete.GenerateCompletion.class})
public final class RootCommand implements Runnable {

    private final Consumer<Boolean> json;
    private final Consumer<Boolean> verbose;

    @Spec
    private CommandSpec spec;

    /** Hands the shared options on as they are read. */
    public RootCommand(Consumer<Boolean> json, Consumer<Boolean> verbose) {
        this.json = json;
        this.verbose = verbose;
    }

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the result as JSON.")
    void setJson(boolean wanted) {
        json.accept(wanted);
    }

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print stack traces with errors.")
    void setVerbose(boolean wanted) {
        verbose.accept(wanted);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }
}
