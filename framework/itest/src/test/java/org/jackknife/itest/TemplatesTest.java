package org.jackknife.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.testing.FixtureModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'jackknife new' makes is built by Maven, tests included, dropped into a running host, and works there. */
class TemplatesTest {

    @TempDir
    private Path folder;

    private Program program;

    @BeforeEach
    void find() throws IOException {
        Path home = Program.distribution();
        assumeThat(home).as("the distribution is not built; run 'mvn verify'").isNotNull();
        assumeThat(Path.of(System.getProperty("jackknife.maven"))).as("Maven").exists();
        program = new Program(home, folder);
        Files.createDirectories(program.deploy());
    }

    @Test
    void aNewMethodCompresses() throws Exception {
        Path jar = built("method", "my-method");
        try (Program.Running watching = program.start("list", "methods", "--watch")) {
            watching.await(line -> line.startsWith("method  quantize"));
            drop(jar);
            assertThat(watching.await(line -> line.startsWith("installed: ")))
                    .isEqualTo("installed: my-method-1.0.0.jar offers method my-method");
        }
        assertThat(program.run("list", "methods", "my-method").out()).contains("threshold", "at most 1", "(dropped in)");

        Path model = FixtureModels.of("llama").with(TensorType.F16).write(folder.resolve("model.gguf"));
        Path smaller = folder.resolve("smaller.gguf");
        Program.Result result =
                program.run("compress", model.toString(), "--recipe", "my-method(threshold=0.5)", "--out", smaller.toString());
        assertThat(result.status()).as(result.err()).isZero();
        try (Gguf compressed = Gguf.openChecked(smaller)) {
            assertThat(compressed.tensors()).isNotEmpty();
        }
    }

    @Test
    void aNewEnvironmentIsPlayed() throws Exception {
        Path jar = built("environment", "my-box");
        try (Program.Running watching = program.start("list", "tasks", "--watch")) {
            watching.await(line -> line.startsWith("task  tool-query"));
            drop(jar);
            assertThat(watching.await(line -> line.startsWith("installed: "))).endsWith("offers task my-box");
            Files.delete(program.deploy().resolve(jar.getFileName()));
            watching.await(line -> line.equals("removed: my-box-1.0.0.jar was removed"));
        }
        drop(jar);
        Path episodes = folder.resolve("episodes.jsonl");
        Program.Result result = program.run(
                "trajectories", "my-box(highest=9)", "--split", "training", "--count", "3", "--out", episodes.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(Files.readAllLines(episodes)).hasSize(3).allMatch(line -> line.contains("\\\"name\\\": \\\"guess\\\""));
    }

    private void drop(Path jar) throws IOException {
        Files.copy(jar, program.deploy().resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path built(String kind, String id) throws Exception {
        Path project = folder.resolve(id);
        Program.Result made = program.run("new", kind, id, "--package", "org.example.made", "--out", project.toString());
        assertThat(made.status()).as(made.err()).isZero();
        ProcessBuilder maven = new ProcessBuilder(
                System.getProperty("jackknife.maven"), "-o", "-B", "-q", "-Daether.offline.protocols=file",
                "-Dmaven.repo.local=" + System.getProperty("jackknife.repository"), "package");
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path log = folder.resolve("maven.txt");
        int status = maven.directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(log)).isZero();
        assertThat(project.resolve("target/surefire-reports")).as("its own tests ran").isNotEmptyDirectory();
        return project.resolve("target").resolve(id + "-1.0.0.jar");
    }
}
