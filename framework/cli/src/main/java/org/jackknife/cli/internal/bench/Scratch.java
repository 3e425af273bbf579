package org.jackknife.cli.internal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for some gigabytes that nobody needs afterwards: removed on close, and also when the program is interrupted. */
final class Scratch implements AutoCloseable {

    private final Path folder;
    private final Thread atExit = new Thread(this::delete, "scratch");

    private Scratch(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A new folder within another one, which need not exist. */
    static Scratch within(Path parent) throws IOException {
        Files.createDirectories(parent);
        return new Scratch(Files.createTempDirectory(parent, "bench-"));
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        delete();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be removed; remove it by hand".formatted(folder), e);
        }
    }
}
