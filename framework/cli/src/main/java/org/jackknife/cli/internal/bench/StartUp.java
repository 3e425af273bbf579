package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;

/** How long short commands take, by the launcher script; the median of several starts, the first not counted. */
record StartUp(Children children, Path folder) {

    List<Figure> measure(int rounds) throws IOException, InterruptedException {
        return List.of(
                Figure.atMost(0.3, "jackknife --version", median(rounds, "--version"), "s"),
                Figure.atMost(1.0, "jackknife list", median(rounds, "list"), "s"));
    }

    private double median(int rounds, String command) throws IOException, InterruptedException {
        // the first start makes the class archive
        children.launch(command);
        double[] seconds = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            seconds[i] = children.launch(command).seconds();
        }
        Arrays.sort(seconds);
        return seconds[rounds / 2];
    }
}
