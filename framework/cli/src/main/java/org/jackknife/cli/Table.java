package org.jackknife.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lays out rows in columns that fit a width: the widest columns give way, and what does not fit is wrapped where the
 * column allows it, and otherwise cut with an ellipsis.
 *
 * <p>Widths are counted in code points. Not safe for several threads.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST = 4;

    /** How a column is set. */
    public enum Column {
        /** Left-aligned, cut where too long. */
        LEFT,
        /** Right-aligned, cut where too long: for numbers. */
        RIGHT,
        /** Left-aligned, wrapped over several lines where too long: for sentences. */
        WRAPPED
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** A table with the given columns; the first row added is its head. */
    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if there are not as many cells as columns
     */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, columns.size()));
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** The lines of the table, none longer than {@code width} as long as every column can have four characters. */
    public List<String> render(int width) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.addAll(render(row, widths));
        }
        return lines;
    }

    private int[] widths(int total) {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        int room = total - GAP.length() * (widths.length - 1);
        int widest = widest(widths);
        while (Arrays.stream(widths).sum() > room && widths[widest] > NARROWEST) {
            widths[widest]--;
            widest = widest(widths);
        }
        return widths;
    }

    /** The column that gives way: the widest one, with sentences before anything else as they only grow in height. */
    private int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (weight(i, widths) > weight(widest, widths)) {
                widest = i;
            }
        }
        return widest;
    }

    /** No column gets narrower than the narrowest, so one that is has no weight. */
    private int weight(int column, int[] widths) {
        int width = widths[column];
        if (width <= NARROWEST) {
            return 0;
        }
        return columns.get(column) == Column.WRAPPED ? 2 * width : width;
    }

    private List<String> render(List<String> row, int[] widths) {
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            cells.add(columns.get(i) == Column.WRAPPED
                    ? wrap(row.get(i), widths[i])
                    : List.of(cut(row.get(i), widths[i])));
        }
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < height; line++) {
            lines.add(line(cells, line, widths));
        }
        return lines;
    }

    private String line(List<List<String>> cells, int line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = line < cells.get(i).size() ? cells.get(i).get(line) : "";
            String blanks = " ".repeat(widths[i] - length(cell));
            text.append(i == 0 ? "" : GAP).append(columns.get(i) == Column.RIGHT ? blanks + cell : cell + blanks);
        }
        return text.toString().stripTrailing();
    }

    private static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "\u2026";
    }

    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            String fitting = cut(word, width);
            if (!line.isEmpty() && length(line.toString()) + 1 + length(fitting) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(fitting);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
