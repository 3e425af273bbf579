package org.jackknife.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.view.internal.DivergenceBars;
import org.jackknife.view.internal.Html;
import org.jackknife.view.internal.ScatterPlot;
import org.jackknife.view.internal.SummaryTable;

/**
 * Writes a report as one HTML file that needs no network: styles, script and data are inside. Tables and plots are plain
 * HTML and SVG; only the comparison of trajectories needs the script.
 */
public final class HtmlReport {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private HtmlReport() {}

    /** Writes the report, replacing a file of that name. */
    public static void write(ReportData data, Path file) throws IOException {
        Files.writeString(file, page(data));
    }

    /** The whole page. */
    public static String page(ReportData data) {
        Html page = new Html();
        page.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", data.title() + " - Jackknife report")
                .raw("<style>" + resource("report.css") + "</style></head><body><main>");
        header(page, data);
        for (int i = 0; i < data.tasks().size(); i++) {
            section(page, data.tasks().get(i), i);
        }
        notes(page, data.notes());
        page.raw("</main><script type=\"application/json\" id=\"data\">" + embedded(data.tasks()) + "</script>")
                .raw("<script>" + resource("report.js") + "</script></body></html>\n");
        return page.toString();
    }

    private static void header(Html page, ReportData data) {
        page.raw("<header><p class=\"brand\">Jackknife</p>").element("h1", data.title()).raw("<ul class=\"findings\">");
        data.findings().forEach(finding -> page.element("li", finding));
        page.raw("</ul><dl class=\"facts\">");
        data.facts().forEach((name, value) -> page.raw("<div>").element("dt", name).element("dd", value).raw("</div>"));
        page.raw("</dl></header>");
    }

    private static void section(Html page, ReportData.TaskSection task, int index) {
        page.raw("<section>").element("h2", task.task());
        SummaryTable.append(page, task.rows());
        page.raw("<div class=\"plots\">");
        ScatterPlot.append(page, task.rows());
        DivergenceBars.append(page, task.rows());
        page.raw("</div>").element("h3", "Sample by sample").raw("<div class=\"explorer\" data-task=\"" + index + "\">")
                .raw("<noscript>Switch scripts on to compare trajectories.</noscript></div></section>");
    }

    private static void notes(Html page, List<String> notes) {
        page.raw("<footer>").element("h2", "How to read this").raw("<ul>");
        notes.forEach(note -> page.element("li", note));
        page.raw("</ul></footer>");
    }

    /** JSON that can stand inside a script element: no tag can end it early. */
    private static String embedded(Object value) {
        try {
            return JSON.writeValueAsString(value).replace("<", "\\u003c");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
