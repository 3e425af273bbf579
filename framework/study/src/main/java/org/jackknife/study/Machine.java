package org.jackknife.study;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

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
    private static final Path OWN_STATUS = Path.of("/proc/self/status");

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
     * Bytes that this process held at its peak, pages of mapped files included; 0 where the system does not tell.
     *
     * @throws StudyException if the system's answer cannot be read
     */
    public static long peakMemory() {
        return kilobytes(OWN_STATUS, "VmHWM:").orElse(0);
    }

    /**
     * Bytes that new processes can take now without swapping. Linux tells; elsewhere the free memory, which leaves out
     * what the system would give back from its file cache, is the safe answer.
     */
    public static long availableMemory() {
        return kilobytes(MEMORY_INFO, "MemAvailable:").orElseGet(() -> bean().getFreeMemorySize());
    }

    /** A figure of Linux in bytes; empty on other systems. */
    private static OptionalLong kilobytes(Path file, String name) {
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            throw new StudyException("memory cannot be read from " + file + ": " + e, e);
        }
    }

    /**
     * Bytes that the Gram matrices of a calibration may take now: a third of what is left beside the model.
     *
     * @param modelBytes what the model takes
     */
    public static long calibrationMemory(long modelBytes) {
        return calibrationMemory(availableMemory(), modelBytes);
    }

    /** The same on a machine where so many bytes are available. */
    public static long calibrationMemory(long available, long modelBytes) {
        return Math.max(FEWEST_CALIBRATION_BYTES, (available - modelBytes) / 3);
    }
}
