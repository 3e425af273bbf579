package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;

/**
 * Something that the command measures.
 *
 * @param name what it is chosen by
 * @param title what is told while it runs
 * @param work measures
 */
record Measurement(String name, String title, Work work) {

    /** The measuring itself; may take minutes. */
    @FunctionalInterface
    interface Work {
        List<Figure> measure() throws IOException, InterruptedException;
    }
}
