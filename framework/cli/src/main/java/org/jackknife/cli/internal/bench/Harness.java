package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.study.HarnessBenchmark;

/** What a turn costs beside the engine, and whether it costs more the longer a run is. */
record Harness(Path folder, boolean quick) {

    private static final int[] EPISODES = {100, 1_000, 10_000};
    private static final int TURNS = 10;

    /** A harness that rereads its journal, or searches what it has played, would show several times this. */
    private static final double FLAT = 1.25;

    List<Figure> measure() throws IOException {
        Map<Integer, List<Double>> millis = new TreeMap<>();
        List<Double> growth = new ArrayList<>();
        for (int round = 0; round < (quick ? 1 : 3); round++) {
            for (int episodes : EPISODES) {
                Path runs = Files.createDirectories(folder.resolve("harness-%d".formatted(round)));
                HarnessBenchmark.Figures run = new HarnessBenchmark(runs).run(episodes, TURNS);
                millis.computeIfAbsent(episodes, key -> new ArrayList<>()).add(run.millisPerTurn());
                if (episodes == EPISODES[EPISODES.length - 1]) {
                    growth.add(run.growth());
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        millis.forEach((episodes, values) -> figures.add(Figure.atMost(
                1.0, "harness per turn, %d episodes".formatted(episodes), Medians.median(values), "ms")));
        figures.add(Figure.atMost(FLAT, "its growth, last quarter to second", Medians.median(growth), "ratio"));
        return figures;
    }
}
