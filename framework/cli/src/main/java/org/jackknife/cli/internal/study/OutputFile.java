package org.jackknife.cli.internal.study;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jackknife.cli.InputException;

/** A file that a user asked for: it appears under its name once it is whole. */
record OutputFile(Path path) {

    /** Writes the content under a given name. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /**
     * A file to be written.
     *
     * @throws InputException if there is such a file already and it is not to be replaced, or its folder cannot be written:
     *     hours of work must not end there
     */
    static OutputFile of(Path path, boolean replace) {
        if (Files.exists(path) && !replace) {
            throw new InputException("%s exists; choose another name, or replace it with --force".formatted(path));
        }
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InputException("%s is no folder that can be written; make it, or choose another for --out".formatted(folder));
        }
        return new OutputFile(path);
    }

    void write(Content content) throws IOException {
        Path partial = path.resolveSibling(path.getFileName() + ".partial");
        try {
            content.writeTo(partial);
            Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            throw new InputException("%s is a folder; give the name of a file".formatted(path));
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Copies a file of a store, which keeps its own for later. */
    void copyOf(Path stored) throws IOException {
        write(file -> Files.copy(stored, file, StandardCopyOption.REPLACE_EXISTING));
    }
}
