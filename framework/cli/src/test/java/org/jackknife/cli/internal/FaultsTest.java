package org.jackknife.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Locations;
import org.jackknife.cli.Output;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final StringWriter err = new StringWriter();
    private final CommandContext context = new CommandContext(
            new Locations(Path.of("home"), Path.of("deploy"), Path.of("cache")),
            new Output(new PrintWriter(new StringWriter()), new PrintWriter(err), false));
    private final Faults faults = new Faults(context);

    private int handle(Exception e) {
        return faults.handleExecutionException(e, null, null);
    }

    @Test
    void theInputsFaultIsTwo() {
        assertThat(handle(new InputException("no"))).isEqualTo(2);
        assertThat(handle(new OptionException("no"))).isEqualTo(2);
        assertThat(handle(new NoSuchFileException("x.gguf"))).isEqualTo(2);
        assertThat(err.toString()).endsWith("error: there is no file x.gguf; check the path" + System.lineSeparator());
    }

    @Test
    void everythingElseIsOne() {
        assertThat(handle(new IllegalStateException("broken"))).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("error: broken" + System.lineSeparator());
    }

    @Test
    void anErrorWithoutMessageSaysHowToFindItsPlace() {
        assertThat(handle(new NullPointerException())).isEqualTo(1);
        assertThat(err.toString()).contains("java.lang.NullPointerException", "--verbose").doesNotContain("\tat ");
    }
}
