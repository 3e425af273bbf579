package org.jackknife.cli.internal;

import java.util.List;
import org.jackknife.cli.CommandContext;

/** Every command of the program, in the order of the help text. */
public final class Commands {

    private Commands() {}

    /** The commands for one run of the program. */
    public static List<Object> all(CommandContext context) {
        return List.of(new ListCommand(context), new TrajectoriesCommand(context));
    }
}
