package org.jackknife.host.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The framework's folder on disk, private to one framework and thrown away with it: two frameworks that share a cache
 * damage it without being refused.
 *
 * @param folder where the framework keeps its bundles
 */
record FrameworkCache(Path folder) {

    private static final String PREFIX = "jackknife-host-";
    /** Long enough that another machine's process on a shared folder is not mistaken for a dead one of ours. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    static FrameworkCache create() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        deleteAbandoned(parent);
        return new FrameworkCache(
                Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-"));
    }

    void delete() {
        try {
            deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the plug-in cache %s cannot be deleted".formatted(folder), e);
        }
    }

    /** Caches of killed processes would pile up otherwise. */
    private static void deleteAbandoned(Path parent) throws IOException {
        List<Path> caches;
        try (Stream<Path> files = Files.list(parent)) {
            caches = files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
        }
        for (Path cache : caches) {
            if (isAbandoned(cache)) {
                deleteTree(cache);
            }
        }
    }

    private static boolean isAbandoned(Path cache) throws IOException {
        String[] parts = cache.getFileName().toString().substring(PREFIX.length()).split("-", 2);
        boolean alive = parts[0].matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(parts[0])).isPresent();
        try {
            return !alive && Files.getLastModifiedTime(cache).toInstant().isBefore(Instant.now().minus(ABANDONED));
        } catch (NoSuchFileException e) {
            // its owner, or another process that tidies up, was faster
            return false;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(root)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
