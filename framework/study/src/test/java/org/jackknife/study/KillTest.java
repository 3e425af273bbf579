package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.study.testing.StudyParent;
import org.jackknife.study.testing.TestStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills parents and workers at seeded random moments: no episode may be lost, none may be there twice. */
class KillTest {

    /** Kills that hit a run with a journal. */
    private static final int HITS = 10;

    /** On a busy machine a parent may die before it has begun its journal; more misses than these are no accident. */
    private static final int KILLS_AT_MOST = 60;

    private static final String SCENARIO =
            """
            name: kill
            models: [{name: tiny, path: tiny.gguf}]
            recipes: {half: scale(millis=15), quarter: scale > scale(factor=0.5)}
            engine: fake(millis=8)
            tasks: [{task: count, samples: 25}]
            policy: walk
            repeats: 2
            limits: {steps: 6}
            workers: 2
            """;

    /** Whom a kill hits. */
    private enum Victim {
        PARENT,
        WORKERS,
        BOTH
    }

    @TempDir
    Path home;

    @Test
    void aRunThatIsKilledAgainAndAgainEndsAsOneThatWasNot() throws Exception {
        TestStudy.in(home);
        Files.writeString(home.resolve("scenario.yaml"), SCENARIO);
        Path run = home.resolve("run");
        Random random = new Random(20260101);
        int hits = 0;
        for (int i = 0; hits < HITS; i++) {
            assertThat(i).as("kills for %d that hit a run with a journal", hits).isLessThan(KILLS_AT_MOST);
            Process parent = parent();
            Thread.sleep(random.nextInt(200, 1300));
            kill(Victim.values()[i % Victim.values().length], parent);
            if (parent.isAlive()) {
                // a parent whose workers died goes on, until it is killed as well
                Thread.sleep(random.nextInt(200, 700));
                kill(Victim.PARENT, parent);
            }
            hits += Files.exists(run.resolve(Journal.FILE_NAME)) ? 1 : 0;
        }

        Process last = parent();
        assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).isZero();

        Path undisturbed = home.resolve("undisturbed");
        TestStudy.in(home).study().run(Scenario.read(home.resolve("scenario.yaml")), undisturbed, RunListener.SILENT);
        assertSameEpisodes(run, undisturbed);
        assertNothingHalf();
    }

    private static void assertSameEpisodes(Path run, Path undisturbed) {
        List<Trajectory> actual = TestStudy.trajectories(run);
        List<Trajectory> expected = TestStudy.trajectories(undisturbed);
        assertThat(actual).extracting(Trajectory::key).doesNotHaveDuplicates();
        assertThat(actual)
                .extracting(Trajectory::key)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Trajectory::key).toList());
        Map<EpisodeKey, Integer> errors = engineErrors(run);
        Map<EpisodeKey, List<String>> answers = new HashMap<>();
        expected.forEach(t -> answers.put(t.key(), answers(t)));
        for (Trajectory trajectory : actual) {
            if (trajectory.ending().outcome() == Outcome.ENGINE_ERROR) {
                assertThat(errors.get(trajectory.key())).as("deaths on %s", trajectory.key()).isEqualTo(2);
            } else {
                assertThat(answers(trajectory)).as("%s", trajectory.key()).isEqualTo(answers.get(trajectory.key()));
            }
        }
    }

    private static List<String> answers(Trajectory trajectory) {
        return trajectory.steps().stream().map(step -> step.rawText()).toList();
    }

    private static Map<EpisodeKey, Integer> engineErrors(Path run) {
        Map<EpisodeKey, Integer> errors = new HashMap<>();
        Journal.of(run).read(event -> {
            if (event instanceof JournalEvent.EngineError error) {
                error.episodes().forEach(episode -> errors.merge(
                        new EpisodeKey(error.variant(), error.task(), episode.sample(), episode.repeat()), 1, Integer::sum));
            }
        });
        return errors;
    }

    private void assertNothingHalf() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("variants"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.contains("growing"));
        }
    }

    private Process parent() throws IOException {
        Path log = home.resolve("parent.log");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StudyParent.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static void kill(Victim victim, Process parent) throws InterruptedException {
        // asked for before the parent dies, for orphans have another one
        List<ProcessHandle> workers = new ArrayList<>(parent.descendants().toList());
        if (victim != Victim.WORKERS) {
            parent.destroyForcibly().waitFor();
        }
        if (victim != Victim.PARENT) {
            workers.forEach(ProcessHandle::destroyForcibly);
        } else {
            assertOrphansEnd(workers);
        }
    }

    private static void assertOrphansEnd(List<ProcessHandle> workers) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (ProcessHandle worker : workers) {
            while (worker.isAlive() && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            assertThat(worker.isAlive()).as("a worker whose parent was killed").isFalse();
        }
    }
}
