package org.jackknife.itest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The built program, started as a user starts it, with a cache and a drop-in folder of the test's own. */
record Program(Path home, Path folder) {

    /** What a finished command left. */
    record Result(int status, String out, String err) {}

    /** The distribution that the build made; null where the build stopped before it. */
    static Path distribution() {
        Path home = Path.of(System.getProperty("jackknife.dist"));
        return home.resolve("lib").resolve("packages.txt").toFile().exists() ? home.toAbsolutePath().normalize() : null;
    }

    Path deploy() {
        return folder.resolve("deploy");
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = builder(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("still running after two minutes: " + String.join(" ", arguments));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    Running start(String... arguments) throws IOException {
        return new Running(builder(arguments).redirectErrorStream(true).start());
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin").resolve("jackknife").toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JACKKNIFE_HOME", folder.resolve("cache").toString());
        builder.environment().put("JACKKNIFE_DEPLOY", deploy().toString());
        builder.environment().put("JACKKNIFE_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return builder;
    }

    /** A command that goes on, read line by line. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Running(Process process) {
            this.process = process;
            Thread.ofVirtual().start(() -> {
                try (BufferedReader reader = new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        lines.add(line);
                    }
                } catch (IOException e) {
                    // close() destroys the process, which closes the stream under this reader
                    lines.add("(end of output: " + e.getMessage() + ")");
                }
            });
        }

        /** The next line that fits, waited for. */
        String await(Predicate<String> fits) throws InterruptedException {
            List<String> seen = new ArrayList<>();
            String line = lines.poll(30, TimeUnit.SECONDS);
            while (line != null && !fits.test(line)) {
                seen.add(line);
                line = lines.poll(30, TimeUnit.SECONDS);
            }
            if (line == null) {
                throw new AssertionError("no such line within 30 seconds; there were:\n" + String.join("\n", seen));
            }
            return line;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
