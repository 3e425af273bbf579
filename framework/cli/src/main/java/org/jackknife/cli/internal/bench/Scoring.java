package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.study.HarnessBenchmark;

/** What {@code score} needs for a long journal, from the start of its process to its end. */
record Scoring(Children children, Path folder, boolean quick) {

    /** Episodes of the embedded tasks have about so many. */
    private static final int TURNS = 4;

    private static final String MEMORY = "-Xmx1g";
    private static final long POLL_MILLIS = 20;

    List<Figure> measure() throws IOException, InterruptedException {
        int episodes = quick ? 10_000 : 100_000;
        HarnessBenchmark.Figures run = new HarnessBenchmark(folder.resolve("scoring")).run(episodes, TURNS);
        List<Double> seconds = new ArrayList<>();
        PeakMemory memory = new PeakMemory(POLL_MILLIS);
        try (memory) {
            for (int round = 0; round < (quick ? 1 : 3); round++) {
                seconds.add(children.run(List.of(MEMORY), List.of("score", run.run().toString())).seconds());
            }
        }
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.plain("journal of %d episodes".formatted(episodes), run.journalBytes() / 1e6, "MB"),
                Figure.atMost(10, "scoring it, heap of 1 GB", Medians.median(seconds), "s")));
        memory.peak().ifPresent(peak -> figures.add(Figure.plain("its process, at most", peak.resident(), "MB")));
        return figures;
    }
}
