package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.gguf.Gguf;
import org.jackknife.study.testing.TestStudy;
import org.jackknife.study.testing.TestStudy.Heard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {

    @TempDir
    Path home;

    private TestStudy fixture;
    private Path run;

    @BeforeEach
    void makeModel() throws IOException {
        fixture = TestStudy.in(home);
        run = home.resolve("run");
    }

    private RunSummary run(Scenario scenario) {
        return fixture.study().run(scenario, run, RunListener.SILENT);
    }

    @Test
    void everyVariantPlaysEverySampleAsOftenAsAsked() {
        Scenario scenario = fixture.scenario("RECIPES=a/a: true, half: scale", "REPEATS=2", "SAMPLES=2");
        Heard heard = new Heard();

        RunSummary summary = fixture.study().run(scenario, run, heard);

        assertThat(TestStudy.trajectories(run))
                .extracting(t -> t.key().variant() + " " + t.key().sample() + " " + t.key().repeat())
                .containsExactlyInAnyOrder(
                        "dense 0000 0", "dense 0001 0", "dense 0000 1", "dense 0001 1",
                        "a/a 0000 0", "a/a 0001 0", "a/a 0000 1", "a/a 0001 1",
                        "half 0000 0", "half 0001 0", "half 0000 1", "half 0001 1");
        assertThat(summary).returns(12, RunSummary::episodes).returns(0, RunSummary::missing).returns(List.of(), RunSummary::failures);
        assertThat(heard.all(RunEvent.EpisodeOver.class).getLast().progress())
                .returns(12, RunProgress::episodes)
                .returns(12, RunProgress::total)
                .satisfies(progress -> assertThat(progress.left()).hasValue(java.time.Duration.ZERO));
    }

    @Test
    void variantsTellWhereTheyCameFromAndAreMadeOnce() throws IOException {
        run(fixture.scenario("RECIPES=half: scale, quarter: scale > scale(factor=0.5)", "SAMPLES=1"));

        List<JournalEvent.VariantReady> ready = events(JournalEvent.VariantReady.class);
        assertThat(ready).extracting(JournalEvent.VariantReady::variant).containsExactly("dense", "half", "quarter");
        String half = ready.get(1).fingerprint().orElseThrow();
        String quarter = ready.get(2).fingerprint().orElseThrow();
        try (Gguf file = Gguf.open(home.resolve("variants").resolve(quarter + ".gguf"))) {
            assertThat(file.metadata().string("jackknife.recipe"))
                    .hasValue("scale(factor=0.5, millis=0) > scale(factor=0.5, millis=0)");
            assertThat(file.metadata().string("jackknife.version")).hasValue(TestStudy.VERSION);
            assertThat(file.metadata().string("jackknife.parent.sha256")).isEqualTo(ready.get(0).sha256());
            assertThat(file.metadata().string("jackknife.fingerprint")).hasValue(quarter);
        }
        // the first step of "quarter" is "half", which was there
        assertThat(home.resolve("variants").toFile().list((folder, name) -> name.endsWith(".gguf")))
                .containsExactlyInAnyOrder(half + ".gguf", quarter + ".gguf");
    }

    @Test
    void twoRunsDifferInNothingButTimes() {
        Scenario scenario = fixture.scenario("RECIPES=a/a: true, half: scale", "WORKERS=2");
        run(scenario);
        Path second = home.resolve("second");
        fixture.study().run(scenario, second, RunListener.SILENT);

        assertThat(Journal.of(second).withoutTimes()).isEqualTo(Journal.of(run).withoutTimes());
    }

    @Test
    void anAbortInNativeCodeCostsOneEngineErrorAndARetry() {
        Path marker = home.resolve("aborted");
        run(fixture.scenario("ENGINE=fault=abort, on=count 0001, once=\"" + marker + "\"", "SAMPLES=4"));

        assertThat(events(JournalEvent.EngineError.class))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.episodes()).containsExactly(new JournalEvent.EpisodeRef("0001", 0));
                    assertThat(error.detail()).isEqualTo("the worker was ended by signal 6 (exit status 134)");
                });
        assertThat(TestStudy.trajectories(run))
                .hasSize(4)
                .allSatisfy(t -> assertThat(t.ending().outcome()).isNotEqualTo(Outcome.ENGINE_ERROR));
    }

    @Test
    void theSecondAbortOnAnEpisodeEndsItAndTheOthersArePlayed() {
        RunSummary summary = run(fixture.scenario("ENGINE=fault=abort, on=count 0001", "SAMPLES=4"));

        assertThat(events(JournalEvent.EngineError.class)).hasSize(2);
        assertThat(outcomes()).containsExactlyInAnyOrder("0000 played", "0001 ENGINE_ERROR", "0002 played", "0003 played");
        assertThat(summary.engineErrors()).isOne();
        assertThat(summary.missing()).isZero();
    }

    @Test
    void anExceptionOfTheEngineIsRetriedToo() {
        run(fixture.scenario("ENGINE=fault=exception, on=count 0001", "SAMPLES=3"));

        assertThat(events(JournalEvent.EngineError.class)).hasSize(1);
        assertThat(outcomes()).containsExactlyInAnyOrder("0000 played", "0001 ENGINE_ERROR", "0002 played");
    }

    @Test
    void anAbortAmongSeveralEpisodesAtOnceHurtsNoOther() {
        run(fixture.scenario("ENGINE=fault=abort, on=count 0005, millis=5", "SAMPLES=12", "THROUGHPUT=4"));

        assertThat(outcomes()).hasSize(12).contains("0005 ENGINE_ERROR");
        assertThat(TestStudy.trajectories(run))
                .filteredOn(t -> t.ending().outcome() == Outcome.ENGINE_ERROR)
                .hasSize(1);
    }

    @Test
    void aBrokenWorldIsToldApart() {
        run(fixture.scenario("TASK=broken=0001"));

        assertThat(TestStudy.trajectories(run))
                .filteredOn(t -> t.key().sample().equals("0001"))
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.ending().outcome()).isEqualTo(Outcome.ENVIRONMENT_ERROR);
                    assertThat(t.ending().detail()).isEqualTo("the world of 0001 is broken");
                });
    }

    @Test
    void whatNativeCodePrintsGoesToTheLogOfTheCell() throws IOException {
        run(fixture.scenario("ENGINE=fault=chatter, on=count 0001"));

        assertThat(TestStudy.trajectories(run)).hasSize(3);
        assertThat(Files.readString(run.resolve("logs/dense-count-world-plain.log")))
                .contains("ggml: something was printed here");
    }

    @Test
    void anEngineThatRefusesEndsTheCellWithItsReason() {
        RunSummary summary = run(fixture.scenario("ENGINE=closed=true"));

        assertThat(summary.missing()).isEqualTo(3);
        assertThat(summary.failures())
                .containsExactly("dense on count(world=plain): this engine is closed; use another");
    }

    @Test
    void aVariantThatCannotBeMadeIsLeftOutAndTold() {
        RunSummary summary = run(fixture.scenario("RECIPES=bad: choosy(when=compress), half: scale", "SAMPLES=1"));

        assertThat(events(JournalEvent.VariantFailed.class))
                .extracting(JournalEvent.VariantFailed::detail)
                .containsExactly("choosy does not like this model");
        assertThat(summary).returns(2, RunSummary::episodes).returns(1, RunSummary::missing);
    }

    @Test
    void aFolderWithARunIsNotUsedTwice() {
        Scenario scenario = fixture.scenario("SAMPLES=1");
        run(scenario);

        assertThatThrownBy(() -> run(scenario))
                .isInstanceOf(StudyException.class)
                .hasMessage(run + " holds a run already; resume it or choose another folder");
    }

    @Test
    void anUnwritableFolderIsAClearError() throws IOException {
        // a file where the folder should be: permissions would not stop the superuser
        Files.createFile(run);

        assertThatThrownBy(() -> run(fixture.scenario()))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("the folder " + run + " cannot be used for a run")
                .hasMessageContaining("choose one that can be written");
    }

    @Test
    void aListenerThatFailsStopsTheRunWithItsOwnErrorAndNothingIsLost() {
        Scenario scenario = fixture.scenario("RECIPES=half: scale", "WORKERS=2", "SAMPLES=6", "ENGINE=millis=5");
        StudyException broken = new StudyException("nobody listens");
        RunListener listener = event -> {
            if (event instanceof RunEvent.EpisodeOver) {
                throw broken;
            }
        };

        assertThatThrownBy(() -> fixture.study().run(scenario, run, listener)).isSameAs(broken);
        RunSummary summary = fixture.study().resume(run, Optional.of(scenario), RunListener.SILENT);

        assertThat(summary).returns(12, RunSummary::episodes).returns(0, RunSummary::missing);
        assertThat(TestStudy.trajectories(run)).extracting(Trajectory::key).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void aRunThatIsGoingOnIsNotJoined() throws IOException {
        Scenario scenario = fixture.scenario("SAMPLES=1");
        Files.createDirectories(run);
        try (var lock = org.jackknife.study.internal.FolderLock.tryTake(run.resolve("run.lock")).orElseThrow()) {
            assertThatThrownBy(() -> run(scenario))
                    .isInstanceOf(StudyException.class)
                    .hasMessage("the run in %s is going on already, in process %d; wait for it or choose another folder"
                            .formatted(run, ProcessHandle.current().pid()));
        }
    }

    @Test
    void aFinishedRunIsResumedWithoutPlayingAnything() {
        Scenario scenario = fixture.scenario();
        run(scenario);

        RunSummary summary = fixture.study().resume(run, Optional.empty(), RunListener.SILENT);

        assertThat(summary.episodes()).isEqualTo(3);
        assertThat(TestStudy.trajectories(run)).hasSize(3);
    }

    @Test
    void anEditedScenarioIsRefusedAndTheChangesAreNamed() {
        run(fixture.scenario());
        Scenario edited = fixture.scenario("STEPS=9", "SAMPLES=4", "WORKERS=2");

        assertThatThrownBy(() -> fixture.study().resume(run, Optional.of(edited), RunListener.SILENT))
                .isInstanceOf(StudyException.class)
                .hasMessage("the scenario was edited since the run in " + run
                        + " began; take the changes back or start a new run:\n"
                        + "  limits.steps was 6, is 9\n  tasks[0].samples was 3, is 4");
    }

    @Test
    void aModelThatChangedIsRefused() throws IOException {
        run(fixture.scenario());
        org.jackknife.gguf.testing.FixtureModels.of("llama").withSeed(2).write(fixture.model());

        assertThatThrownBy(() -> fixture.study().resume(run, Optional.empty(), RunListener.SILENT))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("the run began with other versions")
                .hasMessageContaining("model tiny was ");
    }

    private List<String> outcomes() {
        return TestStudy.trajectories(run).stream().map(StudyTest::outcome).toList();
    }

    private static String outcome(Trajectory t) {
        boolean error = t.ending().outcome() == Outcome.ENGINE_ERROR;
        return t.key().sample() + (error ? " ENGINE_ERROR" : " played");
    }

    private <E extends JournalEvent> List<E> events(Class<E> type) {
        List<E> events = new java.util.ArrayList<>();
        Journal.of(run).read(event -> {
            if (type.isInstance(event)) {
                events.add(type.cast(event));
            }
        });
        return events;
    }
}
