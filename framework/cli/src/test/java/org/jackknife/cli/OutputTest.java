package org.jackknife.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Output output(boolean colour) {
        return new Output(new PrintWriter(out), new PrintWriter(err), colour);
    }

    @Test
    void stylesShowOnlyWhereAskedFor() {
        assertThat(output(true).styled(Output.Style.RED, "x")).isEqualTo("\033[31mx\033[0m");
        assertThat(output(false).styled(Output.Style.RED, "x")).isEqualTo("x");
    }

    @Test
    void resultsAndNotesGoTheirOwnWays() {
        output(false).line("result");
        output(false).warning("careful");
        assertThat(out.toString().strip()).isEqualTo("result");
        assertThat(err.toString().strip()).isEqualTo("warning: careful");
    }

    @Test
    void paragraphsFitTheWidth() {
        output(false).paragraph("word ".repeat(50).strip());
        assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.length() <= 100);
    }

    @Test
    void writesOptionalsAsValuesOrNull() {
        record Pair(Optional<String> there, Optional<String> missing) {}
        output(false).jsonLine(new Pair(Optional.of("a"), Optional.empty()));
        assertThat(out.toString().strip()).isEqualTo("{\"there\":\"a\",\"missing\":null}");
    }
}
