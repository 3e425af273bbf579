package org.jackknife.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.study.Journal;
import org.jackknife.study.StudyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of twelve samples: dense solves nine of them, the variant three of those and none of the others. */
class RunDataTest {

    private static final int SAMPLES = 12;
    @TempDir
    private Path folder;

    @BeforeEach
    void writeJournal() throws IOException {
        WrittenJournal.of(SAMPLES)
                .variant("dense", i -> i < 9)
                .variant("Q2", i -> i < 3)
                .into(folder);
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
