package org.jackknife.toolquery.internal;

import org.jackknife.toolquery.internal.tool.Arguments;
import org.jackknife.toolquery.internal.tool.ToolRunner;
import org.jackknife.toolquery.internal.tool.Toolbox;
import org.jackknife.toolquery.internal.value.Values;

/** Calls tools in tests. */
public final class Observed {

    private final ToolRunner runner;

    public Observed(Toolbox toolbox) {
        this.runner = new ToolRunner(toolbox);
    }

    /** What an agent sees. */
    public String see(String tool, Object... arguments) {
        return call(tool, arguments).observation();
    }

    /** Everything that a call does. */
    public ToolRunner.Executed call(String tool, Object... arguments) {
        return runner.run(tool, new Arguments(Values.map(arguments)));
    }
}
