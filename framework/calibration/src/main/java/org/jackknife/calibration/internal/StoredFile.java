package org.jackknife.calibration.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufException;

/** Writes a file of a store that several processes share: it appears whole or not at all, and the last one wins. */
public final class StoredFile {

    private StoredFile() {}

    /** Writes content under a given name. */
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** Writes a file under a name of this process's own, and gives it its final one in one step. */
    public static void write(Path file, Content content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(
                "%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
        try {
            content.writeTo(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Opens a GGUF of the store; empty where there is none, or a damaged one, which is made anew. */
    public static Optional<Gguf> open(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Gguf.open(file));
        } catch (GgufException e) {
            return Optional.empty();
        }
    }
}
