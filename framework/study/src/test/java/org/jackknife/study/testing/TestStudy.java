package org.jackknife.study.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.study.Folders;
import org.jackknife.study.Journal;
import org.jackknife.study.RunEvent;
import org.jackknife.study.RunListener;
import org.jackknife.study.Scenario;
import org.jackknife.study.Study;

/** A study over the fakes in a folder of its own, with a tiny model. */
public record TestStudy(Path home) {

    /** The version that studies of tests say they are. */
    public static final String VERSION = "test";

    /** Makes the folder's model. */
    public static TestStudy in(Path home) throws IOException {
        TestStudy study = new TestStudy(home);
        if (!Files.exists(study.model())) {
            FixtureModels.of("llama").write(study.model());
        }
        return study;
    }

    public Path model() {
        return home.resolve("tiny.gguf");
    }

    public Folders folders() {
        return Folders.within(home, Optional.empty());
    }

    public Study study() {
        return new Study(FakePlugins.all(), folders(), StudyWorker.launcher(), VERSION);
    }

    /** A study that gives a worker up after that much silence beyond the time of an episode. */
    public Study study(Duration patience) {
        return new Study(FakePlugins.all(), folders(), StudyWorker.launcher(patience), VERSION);
    }

    /** A scenario with one model, three recipes' worth of cells at most, and few samples. */
    public Scenario scenario(String... changes) {
        String text =
                """
                name: test
                models: [{name: tiny, path: tiny.gguf}]
                recipes: {RECIPES}
                engine: fake(ENGINE)
                tasks: [{task: count(TASK), samples: SAMPLES}]
                policy: POLICY
                repeats: REPEATS
                limits: {steps: STEPS, seconds: SECONDS}
                workers: WORKERS
                throughput: THROUGHPUT
                """;
        for (String change : changes) {
            String[] parts = change.split("=", 2);
            text = text.replace(parts[0], parts[1]);
        }
        String[] defaults = {"RECIPES=", "ENGINE=millis=0", "TASK=world=plain", "SAMPLES=3", "REPEATS=1", "STEPS=6", "POLICY=walk", "SECONDS=300", "WORKERS=1",
            "THROUGHPUT=1"};
        for (String change : defaults) {
            String[] parts = change.split("=", 2);
            text = text.replace(parts[0], parts[1]);
        }
        return Scenario.parse(text, "test.yaml", home);
    }

    public static List<Trajectory> trajectories(Path run) {
        List<Trajectory> trajectories = new ArrayList<>();
        Journal.of(run).episodes(trajectories::add);
        return trajectories;
    }

    /** A listener that keeps what it hears. */
    public record Heard(List<RunEvent> events) implements RunListener {

        public Heard() {
            this(Collections.synchronizedList(new ArrayList<>()));
        }

        @Override
        public void on(RunEvent event) {
            events.add(event);
        }

        public <E extends RunEvent> List<E> all(Class<E> type) {
            return List.copyOf(events).stream().filter(type::isInstance).map(type::cast).toList();
        }
    }
}
