package org.jackknife.study.internal.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jackknife.study.Journal;
import org.jackknife.study.RunSummary;
import org.jackknife.study.StudyException;
import org.jackknife.study.internal.FolderLock;
import org.jackknife.study.internal.Json;

/** The folder of a run, held by one process at a time. */
final class RunFolder implements Closeable {

    private static final String LOCK = "run.lock";

    private final Path path;
    private final FolderLock lock;

    private RunFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if need be and takes it.
     *
     * @throws StudyException if it cannot be made or written, or another process holds it
     */
    static RunFolder take(Path path) {
        try {
            Files.createDirectories(path);
            Path file = path.resolve(LOCK);
            return new RunFolder(
                    path,
                    FolderLock.tryTake(file)
                            .orElseThrow(() -> new StudyException(
                                    "the run in %s is going on already, in process %s; wait for it or choose another folder"
                                            .formatted(path, FolderLock.holder(file)))));
        } catch (IOException e) {
            throw new StudyException(
                    "the folder %s cannot be used for a run: %s; choose one that can be written".formatted(path, e), e);
        }
    }

    Path path() {
        return path;
    }

    Path journal() {
        return path.resolve(Journal.FILE_NAME);
    }

    Path logs() {
        return path.resolve("logs");
    }

    void keep(RunSummary summary) {
        Path file = path.resolve(RunSummary.FILE_NAME);
        Path partial = path.resolve(RunSummary.FILE_NAME + ".partial");
        try {
            Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(partial.toFile(), summary);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StudyException("the summary %s cannot be written: %s; the journal is whole".formatted(file, e), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StudyException("the lock of %s cannot be given back: %s".formatted(path, e), e);
        }
    }
}
