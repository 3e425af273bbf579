package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Watches the largest descendant of this process by the memory of its own (anonymous resident memory on Linux): pages of
 * memory-mapped files are the system's, which takes them back when it needs them.
 */
final class PeakMemory implements AutoCloseable {

    private final Thread watch;
    private volatile boolean over;
    private volatile long largestKilobytes;

    PeakMemory(long pollMillis) {
        watch = Thread.ofPlatform().daemon().name("peak-memory").start(() -> {
            while (!over) {
                ProcessHandle.current().descendants().forEach(this::look);
                sleep(pollMillis);
            }
        });
    }

    /** The most that one descendant held at a time; 0 where the system does not tell. */
    double megabytes() {
        return largestKilobytes * 1024 / 1e6;
    }

    private void look(ProcessHandle process) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("RssAnon:")) {
                    largestKilobytes = Math.max(largestKilobytes, Long.parseLong(line.replaceAll("[^0-9]", "")));
                }
            }
        } catch (NoSuchFileException e) {
            // the process ended between the listing and the reading; its last reading stands
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
