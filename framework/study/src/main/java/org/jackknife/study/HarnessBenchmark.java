package org.jackknife.study;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackknife.study.internal.bench.NullWorker;

/**
 * Measures what the harness costs beside the engine: whole runs, with worker process, journal and all, of an engine, a
 * world and a policy that do nothing.
 */
public final class HarnessBenchmark {

    private final Path folder;

    /** @param folder an empty folder for the runs; the caller removes it */
    public HarnessBenchmark(Path folder) {
        this.folder = folder;
    }

    /**
     * What a run came to.
     *
     * @param episodes episodes of the run
     * @param turns turns of all episodes but the first
     * @param playing from the first episode to the last: the start of the worker's Java runtime is no cost of turns
     * @param reading reading the journal once
     * @param journalBytes size of the journal's file
     */
    public record Figures(int episodes, long turns, Duration playing, Duration reading, long journalBytes) {

        public double millisPerTurn() {
            return playing.toNanos() / 1e6 / turns;
        }
    }

    /**
     * Runs and measures.
     *
     * @param episodes how many episodes, at least 2
     * @param turns turns of each episode, at least 1
     */
    public Figures run(int episodes, int turns) {
        Scenario scenario = Scenario.parse(
                """
                name: harness
                models: [{name: none, endpoint: none}]
                engine: "null"
                tasks: [{task: "null", samples: %d}]
                policy: "null"
                limits: {steps: %d}
                """
                        .formatted(episodes, turns),
                "harness",
                folder);
        Path run = folder.resolve("run-%d-%d".formatted(episodes, turns));
        WorkerLauncher launcher = WorkerLauncher.java(
                List.of("-XX:+UseSerialGC"), System.getProperty("java.class.path"), NullWorker.class.getName());
        Study study = new Study(
                NullWorker.plugins(), Folders.within(folder, Optional.empty()), launcher, "benchmark");
        study.run(scenario, run, RunListener.SILENT);
        return figures(run, episodes, (episodes - 1L) * turns);
    }

    private static Figures figures(Path run, int episodes, long turns) {
        List<Instant> moments = new ArrayList<>();
        Journal journal = Journal.of(run);
        long start = System.nanoTime();
        journal.read(event -> {
            if (event instanceof JournalEvent.EpisodePlayed) {
                moments.add(event.at());
            }
        });
        Duration reading = Duration.ofNanos(System.nanoTime() - start);
        return new Figures(
                episodes,
                turns,
                Duration.between(moments.getFirst(), moments.getLast()),
                reading,
                journal.file().toFile().length());
    }
}
