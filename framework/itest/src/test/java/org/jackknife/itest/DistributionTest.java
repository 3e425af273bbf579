package org.jackknife.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the unpacked distribution, each in a process of its own. */
class DistributionTest {

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void find() {
        Path home = Program.distribution();
        assumeThat(home).as("the distribution is not built; run 'mvn verify'").isNotNull();
        program = new Program(home, folder);
    }

    @Test
    void tellsItsVersion() throws Exception {
        Program.Result result = program.run("--version");
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("jackknife ").contains("Java 25");
    }

    @Test
    void everyBuiltInBundleIsTaken() throws Exception {
        Program.Result result = program.run("list");
        assertThat(result.status()).isZero();
        assertThat(result.err()).as("warnings").isEmpty();
        assertThat(result.out()).contains("magnitude", "quantize", "endpoint", "tool-query", "tool-calling");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void listsForMachines() throws Exception {
        JsonNode list = new ObjectMapper().readTree(program.run("list", "methods", "--json").out());
        assertThat(list.findValuesAsText("id")).contains("magnitude", "quantize");
        assertThat(list.get(0).get("options").get(0).get("summary").asText()).isNotBlank();
    }

    @Test
    void inputAtFaultIsStatusTwoAndOneMessageWithoutStackTrace() throws Exception {
        for (String[] command : new String[][] {
            {"list", "gadgets"},
            {"list", "methods", "none-such"},
            {"inspect", folder.resolve("none.gguf").toString()},
            {"no-such-command"},
            {"trajectories", "tool-query(toolset=sports)", "--split", "training", "--count", "1", "--out", "x"}
        }) {
            Program.Result result = program.run(command);
            assertThat(result.status()).as(String.join(" ", command)).isEqualTo(2);
            assertThat(result.err()).startsWith("error: ").doesNotContain("\tat ");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void inspectsAModel() throws Exception {
        Path model = FixtureModels.of("llama").with(TensorType.F16).write(folder.resolve("model.gguf"));
        JsonNode it = new ObjectMapper().readTree(program.run("inspect", model.toString(), "--json").out());
        assertThat(it.get("architecture").asText()).isEqualTo("llama");
        assertThat(it.get("tensors").get(0).get("zeroFraction").isNumber()).isTrue();
    }

    @Test
    void inspectRefusesWhatIsNoModel() throws Exception {
        Path file = Files.writeString(folder.resolve("model.gguf"), "not a model");
        Program.Result result = program.run("inspect", file.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: ").contains("model.gguf");
    }
}
