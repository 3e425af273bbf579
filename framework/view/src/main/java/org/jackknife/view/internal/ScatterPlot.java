package org.jackknife.view.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jackknife.view.ReportData.VariantRow;

/** Size against success, with intervals: where a smaller file starts to cost. */
public final class ScatterPlot {

    private static final double WIDTH = 560;
    private static final double HEIGHT = 320;
    private static final double LEFT = 56;
    private static final double RIGHT = 20;
    private static final double TOP = 16;
    private static final double BOTTOM = 44;
    // of the letters on a phone, which are larger in the units of the plot so that they can be read there
    private static final double LABEL_HEIGHT = 17;
    private static final double LETTER_WIDTH = 8.6;

    private final Html page;
    private final List<VariantRow> rows;
    private final double largest;

    private ScatterPlot(Html page, List<VariantRow> rows) {
        this.page = page;
        this.rows = rows;
        this.largest = axisEnd(rows.stream().mapToLong(VariantRow::bytes).max().orElse(1) / 1e6);
    }

    /** Adds the plot; nothing where no size is known. */
    public static void append(Html page, List<VariantRow> rows) {
        List<VariantRow> sized = rows.stream().filter(row -> row.bytes() > 0).toList();
        if (!sized.isEmpty()) {
            new ScatterPlot(page, sized).append();
        }
    }

    private void append() {
        page.raw("<figure><figcaption>Success against file size, with 95 % intervals</figcaption>")
                .raw(format("<svg class=\"scatter\" viewBox=\"0 0 %.0f %.0f\" role=\"img\">", WIDTH, HEIGHT));
        axes();
        List<Label> placed = new ArrayList<>();
        rows.forEach(row -> placed.add(Label.mark(x(row.bytes() / 1e6), y(row.success().value()))));
        rows.stream()
                .sorted(Comparator.comparingLong(VariantRow::bytes))
                .forEach(row -> point(row, placed));
        page.raw("</svg></figure>");
    }

    private void axes() {
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = y(percent / 100.0);
            page.raw(format("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y, y));
            page.raw(format("<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%d</text>", LEFT - 6, y + 4, percent));
        }
        for (int i = 0; i <= 4; i++) {
            double megabytes = largest * i / 4;
            page.raw(format(
                    "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                    x(megabytes), HEIGHT - BOTTOM + 16, number(megabytes)));
        }
        page.raw(format(
                "<text class=\"axis\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">file size, MB</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6));
        page.raw(format(
                "<text class=\"axis\" transform=\"translate(12 %.1f) rotate(-90)\" text-anchor=\"middle\">success, %%</text>",
                (TOP + HEIGHT - BOTTOM) / 2));
    }

    private void point(VariantRow row, List<Label> placed) {
        double x = x(row.bytes() / 1e6);
        double y = y(row.success().value());
        String verdict = row.versusDense().map(c -> c.verdict().name().toLowerCase(Locale.ROOT)).orElse("baseline");
        page.raw(format("<g class=\"point %s\"><title>%s: %s MB, %s %%</title>", verdict, Html.escaped(row.variant()),
                        Figures.megabytes(row.bytes()), Figures.percent(row.success().value())))
                .raw(format("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x, x, y(row.success().low()), y(row.success().high())))
                .raw(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>", x, y));
        Label label = Label.beside(x, y, row.variant(), placed);
        placed.add(label);
        page.raw(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", label.anchorX, label.y, label.anchor))
                .text(row.variant())
                .raw("</text></g>");
    }

    private double x(double megabytes) {
        return LEFT + megabytes / largest * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double fraction) {
        return TOP + (1 - fraction) * (HEIGHT - TOP - BOTTOM);
    }

    /** The end of the axis: the next of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten. */
    private static double axisEnd(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
            if (value <= step * power * 0.97) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : format("%.2f", value).replaceAll("0+$", "");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Where a name or a point stands, and how much room it takes. */
    private record Label(double anchorX, double y, String anchor, double left, double right) {

        /** The room of a point, which no name may cover. */
        static Label mark(double x, double y) {
            return new Label(x, y + 4, "middle", x - 6, x + 6);
        }

        /** The first place right or left of the point, at its height or moved up or down, that no other name takes. */
        static Label beside(double x, double y, String name, List<Label> placed) {
            double width = name.length() * LETTER_WIDTH;
            for (int step = 0; step < 12; step++) {
                double shift = (step + 1) / 2 * LABEL_HEIGHT * (step % 2 == 0 ? 1 : -1);
                double baseline = Math.clamp(y + 4 + shift, TOP, HEIGHT - BOTTOM);
                for (Label label : List.of(
                        new Label(x + 9, baseline, "start", x + 9, x + 9 + width),
                        new Label(x - 9, baseline, "end", x - 9 - width, x - 9))) {
                    boolean inside = label.left > LEFT && label.right < WIDTH;
                    if (inside && placed.stream().noneMatch(label::touches)) {
                        return label;
                    }
                }
            }
            return new Label(x + 9, y + 4, "start", x + 9, x + 9 + width);
        }

        private boolean touches(Label other) {
            return left < other.right && other.left < right && Math.abs(y - other.y) < LABEL_HEIGHT;
        }
    }
}
