package org.jackknife.cli.internal.bench;

import java.util.List;
import java.util.Locale;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;

/** Lays out figures beside their targets. */
final class FigureTable {

    private FigureTable() {}

    static Table of(List<Figure> figures) {
        Table table = Table.of(Column.LEFT, Column.RIGHT, Column.LEFT, Column.LEFT, Column.LEFT)
                .row("FIGURE", "VALUE", "UNIT", "TARGET", "");
        for (Figure figure : figures) {
            table.row(figure.name(), number(figure.value()), figure.unit(), figure.target(), verdict(figure));
        }
        return table;
    }

    static String verdict(Figure figure) {
        if (figure.target().isEmpty()) {
            return "";
        }
        return figure.met() ? "met" : "missed";
    }

    /** Three significant digits or more, without exponents: the figures lie between thousandths and millions. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }
}
