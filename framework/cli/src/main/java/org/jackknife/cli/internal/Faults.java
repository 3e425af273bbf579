package org.jackknife.cli.internal;

import java.nio.file.NoSuchFileException;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.RecipeException;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.api.plugin.UnknownPluginException;
import org.jackknife.chat.jinja.TemplateException;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Output;
import org.jackknife.study.StudyException;
import org.jackknife.gguf.GgufException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one message and an exit status: 2 where the input is at fault, otherwise 1. */
public final class Faults implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final CommandContext context;

    public Faults(CommandContext context) {
        this.context = context;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        tell(e, message(e));
        return isInputAtFault(e) ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        tell(e, e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, context.output().err())) {
            context.output().note("Try '%s --help'.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
        }
        return ExitCode.USAGE;
    }

    private void tell(Exception e, String message) {
        Output output = context.output();
        output.note(output.styled(Output.Style.RED, "error: ") + message);
        if (context.verbose()) {
            e.printStackTrace(output.err());
            output.err().flush();
        }
    }

    private static boolean isInputAtFault(Exception e) {
        return e instanceof InputException
                || e instanceof OptionException
                || e instanceof RecipeException
                || e instanceof UnknownPluginException
                || e instanceof MethodException
                || e instanceof GgufException
                || e instanceof TemplateException
                || e instanceof StudyException
                || e instanceof NoSuchFileException;
    }

    private static String message(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no file %s; check the path".formatted(missing.getFile());
        }
        return e.getMessage() == null
                ? "unexpected %s; run again with --verbose for the place, and report it".formatted(e.getClass().getName())
                : e.getMessage();
    }
}
