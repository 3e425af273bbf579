package org.jackknife.study;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells how a worker process is started: a Java main that calls {@link WorkerMain#work}. */
@FunctionalInterface
public interface WorkerLauncher {

    /**
     * The command line of a worker.
     *
     * @param crashFolder where the Java runtime should leave its report when native code brings it down
     * @return program and arguments
     */
    List<String> command(Path crashFolder);

    /**
     * How long a worker that plays may say nothing beyond the time that its scenario gives an episode. After that it counts
     * as hung in native code, is killed, and is treated like one that died. Generous by default (a quarter of an hour):
     * opening a large model from a slow disk must not look like a hang.
     */
    default Duration patience() {
        return Duration.ofMinutes(15);
    }

    /**
     * A launcher that uses the Java runtime of this process.
     *
     * @param jvmOptions options such as {@code -Xmx2g}
     * @param classPath as for {@code java -cp}
     * @param mainAndArguments the main class and what it is given
     */
    static WorkerLauncher java(List<String> jvmOptions, String classPath, String... mainAndArguments) {
        return crashFolder -> {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-XX:ErrorFile=" + crashFolder.resolve("crash-%p.log"));
            command.addAll(jvmOptions);
            command.add("-cp");
            command.add(classPath);
            command.addAll(List.of(mainAndArguments));
            return command;
        };
    }
}
