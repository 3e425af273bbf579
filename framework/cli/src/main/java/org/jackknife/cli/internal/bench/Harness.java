package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.study.HarnessBenchmark;
import org.jackknife.study.Journal;

/** What a turn costs beside the engine, and what scoring a long journal costs. */
record Harness(Children children, Path folder) {

    private static final int TURNS = 10;

    /** Scoring must do with this, however long the journal. */
    private static final String SCORING_MEMORY = "-Xmx1g";

    List<Figure> measure(boolean quick) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        HarnessBenchmark benchmark = new HarnessBenchmark(folder);
        for (int episodes : new int[] {100, 1_000, 10_000}) {
            HarnessBenchmark.Figures run = benchmark.run(episodes, TURNS);
            figures.add(Figure.atMost(1.0, "harness per turn, %d episodes".formatted(episodes), run.millisPerTurn(), "ms"));
        }
        int episodes = quick ? 10_000 : 100_000;
        benchmark.run(episodes, quick ? TURNS + 1 : 3);
        Path run = folder.resolve("run-%d-%d".formatted(episodes, quick ? TURNS + 1 : 3));
        double seconds = children.run(List.of(SCORING_MEMORY), List.of("score", run.toString())).seconds();
        figures.add(Figure.plain("journal of %d episodes".formatted(episodes), Journal.of(run).file().toFile().length() / 1e6, "MB"));
        figures.add(Figure.atMost(10, "scoring it within 1 GB of heap", seconds, "s"));
        return figures;
    }
}
