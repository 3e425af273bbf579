package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.cli.Locations;

/** Starts the program again, as a process of its own. */
record Children(Locations locations, Path home) {

    /** What a finished process left; {@code seconds} from its start to its end. */
    record Result(String out, double seconds) {}

    /** The same with another folder for what can be made again. */
    Children withHome(Path newHome) {
        return new Children(locations, newHome);
    }

    /**
     * Runs one command of the program to its end; its error output goes to ours.
     *
     * @param jvmOptions options such as {@code -Xmx1g}
     * @throws IOException if it ends with another status than 0
     */
    Result run(List<String> jvmOptions, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-D%s=%s".formatted(Locations.HOME, locations.home()));
        command.add("-D%s=%s".formatted(Locations.DEPLOY, locations.deploy()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.jackknife.cli.Main"));
        command.addAll(arguments);
        return run(command);
    }

    /** Runs the launcher script, as people do. */
    Result launch(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(locations.home().resolve("bin").resolve("jackknife").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JACKKNIFE_HOME", home.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("status %d from: %s".formatted(status, String.join(" ", command)));
        }
        return new Result(out, (System.nanoTime() - start) / 1e9);
    }
}
