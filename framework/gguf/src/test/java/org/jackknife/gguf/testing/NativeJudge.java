package org.jackknife.gguf.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Asks llama.cpp about model files through a {@link NativeLoader} process, and starts another when one crashes. */
public final class NativeJudge implements AutoCloseable {
    /** What is answered for a file that ended the process. */
    public static final String CRASHED = "CRASHED";

    private Process process;
    private BufferedWriter paths;
    private BufferedReader verdicts;

    /** Returns the loader's answer, or {@link #CRASHED}. */
    public String judge(Path file) throws IOException {
        if (process == null || !process.isAlive()) {
            start();
        }
        String verdict = null;
        try {
            paths.write(file.toString());
            paths.newLine();
            paths.flush();
            verdict = verdicts.readLine();
        } catch (IOException e) {
            // the pipe breaks when the process dies; readLine may not even be reached
            process.destroy();
        }
        if (verdict == null) {
            close();
            return CRASHED;
        }
        return verdict;
    }

    private void start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=/dev/null",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeLoader.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // ggml starts gdb for a backtrace when it aborts, which takes a second and writes to the standard output
        builder.environment().put("PATH", "");
        process = builder.start();
        paths = process.outputWriter(StandardCharsets.UTF_8);
        verdicts = process.inputReader(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
            process = null;
        }
    }
}
