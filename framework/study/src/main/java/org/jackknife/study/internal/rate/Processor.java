package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What computes here. */
public final class Processor {

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** The processor's name; where the system does not tell it, its architecture. */
    public static String name() {
        if (Files.isReadable(LINUX)) {
            try {
                return Files.readAllLines(LINUX).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                // the architecture is a coarser name and no wrong one
                return System.getProperty("os.arch");
            }
        }
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows == null ? System.getProperty("os.arch") : windows;
    }

    /** Threads of a compression. */
    public static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }
}
