package org.jackknife.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** OpenBLAS starts its threads when it is loaded, so this looks at a process of its own, by the names of its threads. */
@EnabledOnOs(OS.LINUX)
class OpenBlasThreadsTest {

    private static final String LOADER = "loads-openblas";

    @Test
    void noThreadsAreStartedThatWouldNeverWork() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loading.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // the one that loads it; a thread has the name of the one that starts it until it sets its own
        assertThat(printed.strip()).isEqualTo("1 thread of this name");
    }

    /** What the other process runs. */
    static final class Loading {

        public static void main(String[] arguments) throws InterruptedException {
            Thread loader = new Thread(Loading::loadAndCount, LOADER);
            loader.start();
            loader.join();
        }

        private static void loadAndCount() {
            LinearAlgebra.fastest(2);
            try {
                System.out.printf("%d thread of this name%n", threadsOfThisName());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static int threadsOfThisName() throws IOException {
            int count = 0;
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path thread : threads) {
                    count += name(thread).equals(LOADER) ? 1 : 0;
                }
            }
            return count;
        }

        private static String name(Path thread) throws IOException {
            try {
                return Files.readString(thread.resolve("comm")).strip();
            } catch (NoSuchFileException e) {
                // ended since the folder was listed
                return "";
            }
        }
    }
}
