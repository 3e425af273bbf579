package org.jackknife.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.view.ReportData.Change;
import org.jackknife.view.ReportData.EpisodeView;
import org.jackknife.view.ReportData.Range;
import org.jackknife.view.ReportData.SampleRow;
import org.jackknife.view.ReportData.TaskSection;
import org.jackknife.view.ReportData.TurnView;
import org.jackknife.view.ReportData.VariantRow;
import org.jackknife.view.ReportData.Verdict;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>&\"'";

    private static VariantRow row(String name, double success, Optional<Change> change) {
        return new VariantRow(
                name, "recipe of " + name, 5_400_000, 8.5, 40, 1, new Range(success, success - 0.1, success + 0.05),
                Optional.of(0.9), Optional.empty(), 0.8, 0.95, change);
    }

    private static Change change(Optional<Double> adjustedP) {
        return new Change(
                new Range(-0.3, -0.41, -0.19), "exact McNemar", 0.0001, adjustedP, 13, 1, 20, 6, Verdict.LOSS,
                Map.of("argument", 9, "format", 3), 2);
    }

    private static ReportData data() {
        Change change = change(Optional.of(0.0002));
        TurnView turn = new TurnView(HOSTILE, "act", "{'a': 1}", true);
        List<EpisodeView> episodes = List.of(
                new EpisodeView("dense", "completed", true, 1, List.of(turn), Optional.empty()),
                new EpisodeView("Q2_K", "limit reached", false, 0.5, List.of(turn), Optional.empty()));
        TaskSection task = new TaskSection(
                "tool-query",
                List.of(row("dense", 0.85, Optional.empty()), row("Q2_K", 0.55, Optional.of(change))),
                List.of(new SampleRow("a/0", "easy", HOSTILE, episodes)));
        return new ReportData(HOSTILE, List.of("Q2_K loses."), Map.of("Engine", "llama.cpp"), List.of(task), List.of("n"));
    }

    @Test
    void needsNoNetwork() {
        assertThat(HtmlReport.page(data())).doesNotContainPattern("(src|href)\\s*=\\s*\"?https?:").doesNotContain("@import");
    }

    @Test
    void whatModelsSayCannotBecomeMarkup() {
        String page = HtmlReport.page(data());
        assertThat(page).doesNotContain("<img");
        assertThat(page.split("</script>", -1)).as("only the page's own two scripts end").hasSize(3);
    }

    @Test
    void theEmbeddedDataIsTheDataGiven() throws Exception {
        String page = HtmlReport.page(data());
        String marker = "<script type=\"application/json\" id=\"data\">";
        int start = page.indexOf(marker) + marker.length();
        JsonNode tasks = new ObjectMapper().readTree(page.substring(start, page.indexOf("</script>", start)));
        assertThat(tasks.at("/0/samples/0/goal").asText()).isEqualTo(HOSTILE);
        assertThat(tasks.at("/0/samples/0/episodes/1/divergence").isNull()).isTrue();
        assertThat(tasks.at("/0/rows/1/versusDense/verdict").asText()).isEqualTo("LOSS");
    }

    @Test
    void theTableTellsLossIntervalAndErrors() {
        assertThat(HtmlReport.page(data()))
                .contains("-30.0 [-41.0, -19.0]")
                .contains("&lt; 0.001")
                .contains("<span class=\"verdict loss\">loss</span>")
                .contains(">1 infrastructure error<");
    }

    @Test
    void theDenseModelMeasuredAgainHasNoCorrectedPValue() {
        TaskSection task = new TaskSection(
                "t", List.of(row("dense", 0.85, Optional.empty()), row("a/a", 0.55, Optional.of(change(Optional.empty())))), List.of());
        assertThat(HtmlReport.page(new ReportData("r", List.of(), Map.of(), List.of(task), List.of())))
                .contains("<td class=\"number\">control</td>");
    }
}
