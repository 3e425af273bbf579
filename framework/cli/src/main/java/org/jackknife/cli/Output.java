package org.jackknife.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintWriter;

/** Writes results to standard output and everything else to standard error. Safe for several threads. */
public final class Output {

    /** The width that every table fits. */
    public static final int WIDTH = 100;

    /** How a piece of text stands out on a terminal. */
    public enum Style {
        BOLD("1"),
        FAINT("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colour;

    /**
     * Writes to the given streams.
     *
     * @param colour whether styles show; off wherever the output is no terminal or NO_COLOR is set
     */
    public Output(PrintWriter out, PrintWriter err, boolean colour) {
        this.out = out;
        this.err = err;
        this.colour = colour;
    }

    /** Writes one line of result. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Writes a sentence of result in as many lines as it takes to fit {@link #WIDTH}. */
    public void paragraph(String text) {
        Table.wrap(text, WIDTH).forEach(this::line);
    }

    /** Writes a table that fits {@link #WIDTH}, its head in bold. */
    public void table(Table table) {
        var lines = table.render(WIDTH);
        line(styled(Style.BOLD, lines.getFirst()));
        lines.stream().skip(1).forEach(this::line);
    }

    /** Writes a value as one JSON document, indented. */
    public void json(Object value) {
        line(write(Json.INDENTED, value));
    }

    /** Writes a value as one line of JSON. */
    public void jsonLine(Object value) {
        line(write(Json.COMPACT, value));
    }

    /** Writes one line that is no result: progress, a warning, an error. */
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    /** Writes a warning. */
    public void warning(String text) {
        note(styled(Style.YELLOW, "warning: ") + text);
    }

    /** The text in a style, or as it is where styles do not show. */
    public String styled(Style style, String text) {
        return colour ? "\033[" + style.code + "m" + text + "\033[0m" : text;
    }

    /** Standard output, for what prints itself. */
    public PrintWriter out() {
        return out;
    }

    /** Standard error, for what prints itself. */
    public PrintWriter err() {
        return err;
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s cannot be written as JSON".formatted(value.getClass().getName()), e);
        }
    }

    /** Loaded on first use: most commands print no JSON, and Jackson takes its time to start. */
    private static final class Json {
        static final ObjectMapper COMPACT = new ObjectMapper()
                .registerModule(new Jdk8Module())
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
        static final ObjectMapper INDENTED = COMPACT.copy().enable(SerializationFeature.INDENT_OUTPUT);
    }
}
