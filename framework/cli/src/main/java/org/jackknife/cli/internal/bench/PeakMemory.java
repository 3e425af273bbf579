package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Watches how much memory the processes started by this one hold, as Linux tells it in {@code /proc/PID/status}, until it
 * is closed.
 */
final class PeakMemory implements AutoCloseable {

    private final Thread watch;
    private volatile boolean over;
    private volatile Peak largest = new Peak(0, 0);

    /**
     * The most that any one process held, in MB of 10<sup>6</sup> bytes.
     *
     * @param own at a reading (RssAnon): heap, buffers, stacks. Pages of mapped files are not in it: the system takes
     *     them back when it needs them
     * @param resident ever (VmHWM), pages of mapped files included
     */
    record Peak(double own, double resident) {

        private Peak or(Peak other) {
            return new Peak(Math.max(own, other.own), Math.max(resident, other.resident));
        }
    }

    PeakMemory(long pollMillis) {
        watch = Thread.ofPlatform().daemon().name("peak-memory").start(() -> {
            while (!over) {
                ProcessHandle.current().descendants().forEach(this::look);
                pause(pollMillis);
            }
        });
    }

    /** The peak; empty where the system does not tell. */
    Optional<Peak> peak() {
        return largest.resident() > 0 ? Optional.of(largest) : Optional.empty();
    }

    private void look(ProcessHandle process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            largest = largest.or(read(Files.readAllLines(status)));
        } catch (IOException e) {
            // the process ended between the listing and the reading, or there is no /proc: what was read before stands
            return;
        }
    }

    /** Reads the lines of a status file; a process that is ending has none on memory. */
    static Peak read(List<String> lines) {
        return new Peak(megabytes(lines, "RssAnon:"), megabytes(lines, "VmHWM:"));
    }

    private static double megabytes(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0) * 1024 / 1e6;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        watch.join();
    }
}
