package org.jackknife.view.internal;

import java.util.List;
import java.util.Optional;
import org.jackknife.view.ReportData.Change;
import org.jackknife.view.ReportData.VariantRow;

/** For each variant: in how many episodes it leaves the dense model's path, and by what kind of step. */
public final class DivergenceBars {

    private static final List<String> KINDS = List.of("tool", "argument", "format", "extra", "missing", "stop");

    private DivergenceBars() {}

    public static void append(Html page, List<VariantRow> rows) {
        if (rows.stream().allMatch(row -> row.versusDense().isEmpty())) {
            return;
        }
        page.raw("<figure><figcaption>First divergence from the dense model's episode, by kind</figcaption>")
                .raw("<table class=\"divergences\"><tbody>");
        rows.forEach(row -> row.versusDense().ifPresent(change -> append(page, row, change)));
        page.raw("</tbody></table><p class=\"legend\">");
        KINDS.forEach(kind -> page.raw("<span><i class=\"" + kind + "\"></i>").text(kind).raw("</span>"));
        page.raw("<span><i class=\"same\"></i>same path</span></p></figure>");
    }

    private static void append(Html page, VariantRow row, Change change) {
        int episodes = change.lost() + change.gained() + change.bothRight() + change.bothWrong();
        int diverged = change.divergences().values().stream().mapToInt(Integer::intValue).sum();
        page.raw("<tr><th scope=\"row\">").text(row.variant()).raw("</th><td><div class=\"stack\">");
        for (String kind : KINDS) {
            Optional.ofNullable(change.divergences().get(kind)).ifPresent(count -> piece(page, kind, count));
        }
        piece(page, "same", Math.max(0, episodes - diverged));
        page.raw("</div></td><td class=\"number\">")
                .text("%d of %d, %d recovered".formatted(diverged, episodes, change.recovered()))
                .raw("</td></tr>");
    }

    private static void piece(Html page, String kind, int count) {
        if (count > 0) {
            page.raw("<span class=\"%s\" style=\"flex-grow:%d\" title=\"%s: %d\"></span>".formatted(kind, count, kind, count));
        }
    }
}
