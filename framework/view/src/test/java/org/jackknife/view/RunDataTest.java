package org.jackknife.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.Prompt;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.StepTimes;
import org.jackknife.api.trajectory.TokenCounts;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.study.Journal;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.JournalEvent.CellEntry;
import org.jackknife.study.JournalEvent.VariantEntry;
import org.jackknife.study.Machine;
import org.jackknife.study.StudyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of twelve samples: dense solves nine of them, the variant three of those and none of the others. */
class RunDataTest {

    private static final int SAMPLES = 12;
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeJournal() throws IOException {
        List<JournalEvent> events = new ArrayList<>();
        events.add(new JournalEvent.RunStarted(
                AT,
                JournalEvent.SCHEMA,
                JsonNodeFactory.instance.objectNode().put("name", "twelve").set("policy", JsonNodeFactory.instance.objectNode().put("id", "tool-calling")),
                "f".repeat(64),
                Map.of("jackknife", "1"),
                new Machine("Linux", "25", 2, 1),
                List.of(
                        new VariantEntry("dense", "dense", "m", "dense", "dense"),
                        new VariantEntry("Q2", "Q2", "m", "quantize(type=Q2_K)", "dense")),
                List.of(new CellEntry("dense", "t", SAMPLES, SAMPLES), new CellEntry("Q2", "t", SAMPLES, SAMPLES))));
        events.add(new JournalEvent.VariantReady(AT, "dense", Optional.empty(), Optional.of("0"), 16_000_000, 16, 0));
        events.add(new JournalEvent.VariantReady(AT, "Q2", Optional.of("1"), Optional.of("1"), 3_000_000, 3, 1));
        EngineInfo engine = new EngineInfo("an engine", "m", 100, Map.of());
        events.add(new JournalEvent.CellStarted(AT, "dense", "t", engine, SAMPLES));
        for (int i = 0; i < SAMPLES; i++) {
            events.add(new JournalEvent.EpisodePlayed(AT, 1, trajectory("dense", i, "right", i < 9)));
            events.add(new JournalEvent.EpisodePlayed(AT, 1, trajectory("Q2", i, i < 3 ? "right" : "wrong", i < 3)));
        }
        StringBuilder lines = new StringBuilder();
        for (JournalEvent event : events) {
            lines.append(JSON.writerFor(JournalEvent.class).writeValueAsString(event)).append('\n');
        }
        Files.writeString(folder.resolve(Journal.FILE_NAME), lines);
    }

    private static Trajectory trajectory(String variant, int i, String tool, boolean success) {
        Action action = new Action.Call(tool, JsonNodeFactory.instance.objectNode());
        Feedback feedback = new Feedback("seen", true, success ? 1 : 0.5, true, success);
        Step step = new Step(
                0, new Prompt(0, "go"), tool, ParserVerdict.call("x"), Optional.of(action), feedback,
                new TokenCounts(1, 0, 1), new StepTimes(1, 1, 1, 3));
        Sample sample = new Sample(
                "s%02d".formatted(i), Difficulty.EASY, "c" + i, "solve " + i, JsonNodeFactory.instance.nullNode());
        Briefing briefing = new Briefing("", "", "", List.of(), "solve " + i, List.of(), "");
        return new Trajectory(
                new EpisodeKey(variant, "t", sample.id(), 0), sample, briefing, List.of(step), Ending.completed());
    }

    @Test
    void comparesEveryVariantWithItsBaseline() {
        List<Comparison> comparisons = RunData.read(folder, false).comparisons(ComparisonOptions.withDefaults());
        assertThat(comparisons).singleElement().satisfies(comparison -> {
            assertThat(comparison.candidate()).isEqualTo("Q2");
            assertThat(comparison.flips().rightToWrong()).isEqualTo(6);
            assertThat(comparison.flips().wrongToRight()).isZero();
            // exact McNemar with 6 against 0: 2 / 2^6
            assertThat(comparison.of(org.jackknife.score.Metric.SUCCESS).significance().pValue())
                    .isEqualTo(0.03125, within(1e-12));
        });
    }

    @Test
    void theReportShowsRatesFilesAndDivergences() {
        ReportData report = ReportBuilder.of(RunData.read(folder, true), ComparisonOptions.withDefaults());
        assertThat(report.title()).isEqualTo("twelve");
        assertThat(report.facts()).containsEntry("Engine", "an engine").containsEntry("Policy", "tool-calling");
        ReportData.VariantRow dense = report.tasks().getFirst().rows().getFirst();
        assertThat(dense.success().value()).isEqualTo(0.75);
        assertThat(dense.bitsPerWeight()).isEqualTo(16);
        ReportData.Change change = report.tasks().getFirst().rows().getLast().versusDense().orElseThrow();
        assertThat(change.success().value()).isEqualTo(-0.5);
        assertThat(change.divergences()).containsExactly(Map.entry("tool", 9));
        assertThat(change.verdict()).isEqualTo(ReportData.Verdict.LOSS);
        assertThat(report.findings()).singleElement().asString().startsWith("Loss shown: Q2 (-50.0 points");
    }

    @Test
    void everySampleStandsBesideItsDenseEpisode() {
        ReportData report = ReportBuilder.of(RunData.read(folder, true), ComparisonOptions.withDefaults());
        List<ReportData.SampleRow> samples = report.tasks().getFirst().samples();
        assertThat(samples).hasSize(SAMPLES);
        assertThat(samples.get(3).episodes()).extracting(ReportData.EpisodeView::variant).containsExactly("dense", "Q2");
        assertThat(samples.get(3).episodes().get(1).divergence()).hasValueSatisfying(divergence -> {
            assertThat(divergence.kind()).isEqualTo("tool");
            assertThat(divergence.denseTurn()).isZero();
        });
        assertThat(samples.get(0).episodes().get(1).divergence()).isEmpty();
    }

    @Test
    void aTornLastLineIsLeftOutAndTold() throws IOException {
        Path journal = folder.resolve(Journal.FILE_NAME);
        Files.writeString(journal, Files.readString(journal) + "{\"event\":\"epis");
        RunData run = RunData.read(folder, false);
        assertThat(run.droppedBytes()).isEqualTo(14);
        assertThat(run.scores().cell("Q2", "t").orElseThrow().samples()).hasSize(SAMPLES);
    }

    @Test
    void aFolderWithoutJournalIsRefused() {
        assertThatThrownBy(() -> RunData.read(folder.resolve("none"), false))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("there is no journal");
    }
}
