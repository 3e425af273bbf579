package org.jackknife.study.internal.variant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jackknife.gguf.Gguf;
import org.jackknife.study.internal.Hashes;
import org.jackknife.study.internal.Json;

/**
 * Remembers the hashes of models, for hashing one of many gigabytes takes a minute. A file is taken for unchanged while
 * names, sizes and times of change stay the same.
 */
record ModelHashes(Path folder) {

    /** What is remembered of a model: the state of each of its files, and the hash. */
    private record Entry(List<FileState> files, String sha256) {}

    private record FileState(String path, long bytes, String modified) {}

    /** The hash of a model, computed where it is not known. */
    String sha256(Path model) throws IOException {
        try (Gguf gguf = Gguf.open(model)) {
            List<FileState> files = states(gguf.files());
            Path file = folder.resolve(Hashes.of(model.toAbsolutePath().toString()) + ".hash.json");
            if (Files.isRegularFile(file)) {
                Entry known = Json.MAPPER.readValue(file.toFile(), Entry.class);
                if (known.files().equals(files)) {
                    return known.sha256();
                }
            }
            Entry entry = new Entry(files, gguf.sha256());
            store(file, entry);
            return entry.sha256();
        }
    }

    private void store(Path file, Entry entry) throws IOException {
        Files.createDirectories(folder);
        // two processes may hash the same model at once: each writes a file of its own, and the renames agree
        Path partial = Files.createTempFile(folder, "hash", ".partial");
        Json.MAPPER.writeValue(partial.toFile(), entry);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<FileState> states(List<Path> files) throws IOException {
        List<FileState> states = new java.util.ArrayList<>();
        for (Path file : files) {
            states.add(new FileState(
                    file.toAbsolutePath().toString(),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toString()));
        }
        return states;
    }
}
