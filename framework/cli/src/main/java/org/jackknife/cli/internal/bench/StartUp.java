package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;

/** How long short commands take, by the launcher script; the median of several starts, the first not counted. */
record StartUp(Children children, int rounds) {

    List<Figure> measure() throws IOException, InterruptedException {
        return List.of(
                Figure.atMost(0.3, "jackknife --version", seconds("--version"), "s"),
                Figure.atMost(1.0, "jackknife list", seconds("list"), "s"));
    }

    private double seconds(String command) throws IOException, InterruptedException {
        // the first start makes the class archive
        children.launch(command);
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            seconds.add(children.launch(command).seconds());
        }
        return Medians.median(seconds);
    }
}
