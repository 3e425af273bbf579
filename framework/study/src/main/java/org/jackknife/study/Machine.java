package org.jackknife.study;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine that a run uses.
 *
 * @param system operating system and architecture in words
 * @param java the version of the Java runtime
 * @param cores processors that the program may use
 * @param memory bytes of memory in all
 */
public record Machine(String system, String java, int cores, long memory) {

    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");

    /** What a calibration takes at least beside the model: enough for the widest input of some billion weights. */
    public static final long FEWEST_CALIBRATION_BYTES = 256L << 20;

    /** This machine. */
    public static Machine here() {
        return new Machine(
                "%s %s %s".formatted(property("os.name"), property("os.version"), property("os.arch")),
                property("java.version"),
                Runtime.getRuntime().availableProcessors(),
                bean().getTotalMemorySize());
    }

    private static String property(String name) {
        return System.getProperty(name);
    }

    private static com.sun.management.OperatingSystemMXBean bean() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    }

    /**
     * Bytes that new processes can take now without swapping. Linux tells; elsewhere the free memory, which leaves out
     * what the system would give back from its file cache, is the safe answer.
     */
    public static long availableMemory() {
        if (Files.isReadable(MEMORY_INFO)) {
            try {
                for (String line : Files.readAllLines(MEMORY_INFO)) {
                    if (line.startsWith("MemAvailable:")) {
                        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                    }
                }
            } catch (IOException e) {
                throw new StudyException("the available memory cannot be read from " + MEMORY_INFO + ": " + e, e);
            }
        }
        return bean().getFreeMemorySize();
    }

    /**
     * Bytes that the Gram matrices of a calibration may take now: a third of what is left beside the model.
     *
     * @param modelBytes what the model takes
     */
    public static long calibrationMemory(long modelBytes) {
        return Math.max(FEWEST_CALIBRATION_BYTES, (availableMemory() - modelBytes) / 3);
    }
}
