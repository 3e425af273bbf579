package org.jackknife.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jackknife.gguf.Finding;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufChecker;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from outside, on the embedded model and very few samples. */
class StudyCommandsTest {

    private static final String SCENARIO =
            """
            name: tiny
            models:
              - name: reference
                embedded: true
            recipes:
              Q8_0: quantize(type=Q8_0)
            engine: llamacpp(context=2048, threads=1)
            tasks:
              - task: tool-query(toolset=academia)
                samples: 2
            policy: tool-calling
            limits:
              steps: 4
            """;

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
    void runsScoresComparesAndReports() throws Exception {
        Path scenario = Files.writeString(folder.resolve("tiny.yaml"), SCENARIO);
        Path run = folder.resolve("run");
        Program.Result played = program.run("run", scenario.toString(), "--out", run.toString());
        assertThat(played.status()).as(played.err()).isZero();
        assertThat(played.out()).contains("dense", "Q8_0", "report: ");
        assertThat(played.out().lines().filter(line -> !line.startsWith("report: "))).allMatch(line -> line.length() <= 100);

        JsonNode scores = new ObjectMapper().readTree(program.run("score", run.toString(), "--json").out());
        assertThat(scores.findValuesAsText("variant")).containsExactlyInAnyOrder("dense", "Q8_0");
        assertThat(scores.get(0).at("/all/samples").asInt()).isEqualTo(2);

        JsonNode comparisons = new ObjectMapper().readTree(program.run("compare", run.toString(), "--json").out());
        assertThat(comparisons).singleElement().satisfies(
                comparison -> assertThat(comparison.get("candidate").asText()).isEqualTo("Q8_0"));

        Program.Result trace = program.run("trace", run.toString(), "academia/evaluation/0000");
        assertThat(trace.out()).contains("dense", "Q8_0", "1. ");

        assertThat(run.resolve("report.html")).content().contains("academia/evaluation/0001").doesNotContain("src=\"http");

        Program.Result resumed = program.run("run", "--resume", run.toString());
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("4 in the journal already");
    }

    @Test
    void compressesToAFileThatIsSound() throws Exception {
        Path out = folder.resolve("small.gguf");
        Program.Result made = program.run(
                "compress", "embedded", "--recipe", "magnitude(sparsity=0.5) > quantize(type=Q4_0)", "--out", out.toString());
        assertThat(made.status()).as(made.err()).isZero();
        try (Gguf model = Gguf.open(out)) {
            assertThat(GgufChecker.check(model)).noneMatch(Finding::isError);
            assertThat(model.tensor("blk.0.ffn_up.weight").orElseThrow().type()).isEqualTo(TensorType.Q4_0);
            assertThat(model.metadata().string("jackknife.recipe")).hasValueSatisfying(
                    recipe -> assertThat(recipe).contains("magnitude").contains("Q4_0"));
        }
        Program.Result again = program.run("compress", "embedded", "--recipe", "quantize(type=Q8_0)", "--out", out.toString());
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("--force");
    }

    @Test
    void calibratesToAnImportanceMatrixThatQuantizeTakes() throws Exception {
        Path matrix = folder.resolve("tools.imatrix.gguf");
        Program.Result made = program.run(
                "calibrate", "embedded", "--corpus", "agentic:tool-query", "--samples", "4", "--length", "256",
                "--out", matrix.toString());
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out()).contains("over 4 sequences of 256 tokens of oracle trajectories of tool-query");
        try (Gguf file = Gguf.open(matrix)) {
            assertThat(file.metadata().string("general.type")).hasValue("imatrix");
            assertThat(file.tensor("blk.0.ffn_down.weight.in_sum2")).isPresent();
        }
        Path out = folder.resolve("small.gguf");
        Program.Result compressed = program.run(
                "compress", "embedded", "--recipe", "quantize(type=IQ2_XXS, imatrix=\"%s\")".formatted(matrix),
                "--out", out.toString());
        assertThat(compressed.status()).as(compressed.err()).isZero();
        Program.Result tooShort = program.run(
                "calibrate", "embedded", "--corpus", Files.writeString(folder.resolve("short.txt"), "few words").toString(),
                "--out", folder.resolve("none.gguf").toString());
        assertThat(tooShort.status()).isEqualTo(2);
        assertThat(tooShort.err()).contains("the corpus short.txt has").contains("needed are");
    }

    @Test
    void inspectsTheEmbeddedModel() throws Exception {
        Program.Result result = program.run("inspect", "embedded", "--no-zeros");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("architecture  llama", "tools yes");
    }

    @Test
    void aPlanFitsTheWidth() throws Exception {
        Path scenario = Files.writeString(folder.resolve("tiny.yaml"), SCENARIO);
        Program.Result result = program.run("plan", scenario.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 100);
    }

    @Test
    void tellsAsJsonWhereTrajectoriesWent() throws Exception {
        Path file = folder.resolve("solved.jsonl");
        Program.Result result = program.run(
                "trajectories", "tool-query(toolset=weather)", "--split", "training", "--count", "3", "--out", file.toString(), "--json");
        assertThat(result.status()).as(result.err()).isZero();
        JsonNode told = new ObjectMapper().readTree(result.out());
        assertThat(told.get("episodes").asInt()).isEqualTo(3);
        assertThat(told.get("file").asText()).isEqualTo(file.toString());
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void doesNotCompressForAFolderThatIsNotThere() throws Exception {
        Path out = folder.resolve("nowhere").resolve("small.gguf");
        Program.Result result = program.run("compress", "embedded", "--recipe", "quantize(type=Q8_0)", "--out", out.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(out.getParent() + " is no folder that can be written");
    }

    @Test
    void whatCannotWorkIsSaidBeforeItIsTried() throws Exception {
        Path scenario = Files.writeString(
                folder.resolve("wrong.yaml"), SCENARIO.replace("quantize(type=Q8_0)", "quantise(type=Q8_0)"));
        for (String command : new String[] {"plan", "run"}) {
            Program.Result result = program.run(command, scenario.toString());
            assertThat(result.status()).as(command).isEqualTo(2);
            assertThat(result.err()).contains("there is no method 'quantise'").contains("quantize").doesNotContain("\tat ");
        }
        Files.writeString(scenario, SCENARIO.replace("samples: 2", "sample: 2"));
        assertThat(program.run("plan", scenario.toString()).err())
                .contains("wrong.yaml:10:5").contains("did you mean 'samples'?");
    }
}
