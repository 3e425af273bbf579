package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.study.testing.TestStudy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers whose native code never returns. Episodes may take one second, and workers are given up seven seconds later. */
@Timeout(120)
class HangTest {

    @TempDir
    Path home;

    /** Runs a scenario in the folder {@code run}. */
    private RunSummary run(String... changes) throws IOException {
        List<String> all = new ArrayList<>(List.of(changes));
        all.add("SECONDS=1");
        TestStudy fixture = TestStudy.in(home);
        return fixture.study(Duration.ofSeconds(7))
                .run(fixture.scenario(all.toArray(String[]::new)), home.resolve("run"), RunListener.SILENT);
    }

    private List<JournalEvent.EngineError> errors() {
        List<JournalEvent.EngineError> errors = new ArrayList<>();
        Journal.of(home.resolve("run")).read(event -> {
            if (event instanceof JournalEvent.EngineError error) {
                errors.add(error);
            }
        });
        return errors;
    }

    @Test
    void aHangCostsOneEngineErrorAndARetry() throws IOException {
        Path marker = home.resolve("hung");
        RunSummary summary = run("ENGINE=fault=hang, on=count 0001, once=\"" + marker + "\"", "SAMPLES=3");

        assertThat(errors()).singleElement().satisfies(error -> {
            assertThat(error.episodes()).containsExactly(new JournalEvent.EpisodeRef("0001", 0));
            assertThat(error.detail())
                    .isEqualTo("the worker told nothing for 8 s, longer than an episode can take, and was killed");
        });
        assertThat(summary).returns(3, RunSummary::episodes).returns(0, RunSummary::engineErrors).returns(0, RunSummary::missing);
    }

    @Test
    void theSecondHangOnAnEpisodeEndsItAndTheOthersArePlayed() throws IOException {
        RunSummary summary = run("ENGINE=fault=hang, on=count 0001", "SAMPLES=3");

        assertThat(errors()).hasSize(2);
        assertThat(summary).returns(3, RunSummary::episodes).returns(1, RunSummary::engineErrors);
        assertThat(TestStudy.trajectories(home.resolve("run")))
                .filteredOn(trajectory -> trajectory.ending().outcome() == Outcome.ENGINE_ERROR)
                .extracting(trajectory -> trajectory.key().sample())
                .containsExactly("0001");
    }

    @Test
    void aSlowWorkerThatGoesOnIsLeftAlone() throws IOException {
        // at least two turns an episode, of 1.2 seconds each: together longer than the patience, but never silent so long
        RunSummary summary = run("ENGINE=millis=1200", "SAMPLES=4");

        assertThat(errors()).isEmpty();
        assertThat(summary).returns(4, RunSummary::episodes).returns(0, RunSummary::engineErrors);
        assertThat(TestStudy.trajectories(home.resolve("run")).stream()
                        .flatMap(trajectory -> trajectory.steps().stream())
                        .mapToLong(step -> step.times().total())
                        .sum())
                .isGreaterThan(Duration.ofSeconds(8).toNanos());
    }
}
