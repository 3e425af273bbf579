package org.jackknife.view.internal;

import static org.jackknife.view.internal.Figures.megabytes;
import static org.jackknife.view.internal.Figures.percent;
import static org.jackknife.view.internal.Figures.points;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackknife.view.ReportData.Change;
import org.jackknife.view.ReportData.Range;
import org.jackknife.view.ReportData.VariantRow;

/** The table that answers the question: what did each variant keep, what did it lose, and how sure is that. */
public final class SummaryTable {

    private static final List<String> COLUMNS = List.of(
            "Variant", "Verdict", "Size, MB", "Bits per weight", "Success, %", "95 % interval", "Easy", "Hard", "Against dense",
            "p (Holm)", "Lost", "Gained", "Progress", "Grounding");

    private SummaryTable() {}

    public static void append(Html page, List<VariantRow> rows) {
        page.raw("<div class=\"wide\"><table class=\"summary\"><thead><tr>");
        COLUMNS.forEach(column -> page.raw("<th scope=\"col\">").text(column).raw("</th>"));
        page.raw("</tr></thead><tbody>");
        rows.forEach(row -> append(page, row));
        page.raw("</tbody></table></div>");
    }

    private static void append(Html page, VariantRow row) {
        page.raw("<tr><th scope=\"row\" title=\"" + Html.escaped(row.recipe()) + "\">").text(row.variant()).raw("</th>");
        verdict(page, row);
        number(page, row.bytes() == 0 ? "" : megabytes(row.bytes()));
        number(page, row.bitsPerWeight() == 0 ? "" : String.format(Locale.ROOT, "%.2f", row.bitsPerWeight()));
        number(page, percent(row.success().value()));
        page.raw("<td>");
        bar(page, row.success());
        page.raw("</td>");
        number(page, row.easy().map(Figures::percent).orElse(""));
        number(page, row.hard().map(Figures::percent).orElse(""));
        change(page, row.versusDense());
        number(page, percent(row.progress()));
        number(page, percent(row.grounding()));
        page.raw("</tr>");
    }

    private static void change(Html page, Optional<Change> change) {
        number(page, change.map(SummaryTable::difference).orElse("baseline"));
        number(page, change.map(c -> c.adjustedP().map(Figures::p).orElse("control")).orElse(""));
        number(page, change.map(c -> Integer.toString(c.lost())).orElse(""));
        number(page, change.map(c -> Integer.toString(c.gained())).orElse(""));
    }

    private static String difference(Change change) {
        Range range = change.success();
        return "%s [%s, %s]".formatted(points(range.value()), points(range.low()), points(range.high()));
    }

    private static void verdict(Html page, VariantRow row) {
        page.raw("<td>");
        row.versusDense()
                .ifPresent(change -> page.element(
                        "span", "verdict " + change.verdict().name().toLowerCase(Locale.ROOT), change.verdict().toString()));
        if (row.errors() > 0) {
            page.element("span", "errors", row.errors() == 1 ? "1 infrastructure error" : row.errors() + " infrastructure errors");
        }
        page.raw("</td>");
    }

    private static void number(Html page, String text) {
        page.element("td", "number", text);
    }

    /** The interval as a bar from 0 to 100 %, with a mark at the value. */
    private static void bar(Html page, Range range) {
        page.raw(String.format(
                Locale.ROOT,
                "<svg class=\"interval\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s to %s"
                        + " percent\"><rect class=\"track\" width=\"100\" height=\"10\"/><rect class=\"range\" x=\"%.2f\""
                        + " y=\"2\" width=\"%.2f\" height=\"6\"/><rect class=\"value\" x=\"%.2f\" width=\"1.2\""
                        + " height=\"10\"/></svg>",
                percent(range.low()),
                percent(range.high()),
                100 * range.low(),
                100 * (range.high() - range.low()),
                Math.min(98.8, 100 * range.value() - 0.6)));
    }
}
