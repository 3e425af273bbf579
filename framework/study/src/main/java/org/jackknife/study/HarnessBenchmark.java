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
     * @param run the run's folder
     * @param episodes episodes of the run
     * @param turns turns of all episodes but the first
     * @param playing from the first episode to the last: the start of the worker's Java runtime is no cost of turns
     * @param growth what a turn costs in the last quarter of the episodes, over what it costs in the second: 1 where
     *     the harness is flat. The first quarter warms up; with fewer than some thousand episodes this is noise
     * @param reading reading the journal once
     * @param journalBytes size of the journal's file
     */
    public record Figures(
            Path run, int episodes, long turns, Duration playing, double growth, Duration reading, long journalBytes) {

        public double millisPerTurn() {
            return playing.toNanos() / 1e6 / turns;
        }
    }

    /**
     * Runs and measures.
     *
     * @param episodes how many episodes, at least 8
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
        return figures(run, turns);
    }

    private static Figures figures(Path run, int turns) {
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
                run,
                moments.size(),
                (moments.size() - 1L) * turns,
                Duration.between(moments.getFirst(), moments.getLast()),
                growth(moments),
                reading,
                journal.file().toFile().length());
    }

    private static double growth(List<Instant> moments) {
        int quarter = moments.size() / 4;
        int last = moments.size() - 1;
        Duration second = Duration.between(moments.get(quarter), moments.get(2 * quarter));
        Duration fourth = Duration.between(moments.get(last - quarter), moments.get(last));
        return (double) fourth.toNanos() / second.toNanos();
    }
}
