package org.jackknife.study.internal.variant;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A variant that is being made: the file that grows and the log of what is finished of it. To be used under the variant's
 * lock.
 *
 * @param file where it grows; under this name once it is whole, and with {@code .partial} behind it until then
 * @param log the tensors that are finished
 */
record UnfinishedVariant(Path file, CheckpointLog log) implements Closeable {

    /** Opens what an earlier attempt left, if any. */
    static UnfinishedVariant open(Path file, Path log) throws IOException {
        UnfinishedVariant variant = new UnfinishedVariant(file, CheckpointLog.open(log));
        if (Files.isRegularFile(file) && !variant.log().isFinished()) {
            // the process died between the file's last rename and the log's last line: the lines that are missing are of
            // tensors that are made again
            Files.move(file, partial(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return variant;
    }

    private static Path partial(Path file) {
        return file.resolveSibling(file.getFileName() + ".partial");
    }

    /** Whether nothing is left to do. */
    boolean isFinished() {
        return log.isFinished() && Files.isRegularFile(file);
    }

    /** Removes everything of a variant that has been closed. */
    static void discard(Path file, Path log) throws IOException {
        // the log first: without it what is left of the file is no longer believed
        Files.deleteIfExists(log);
        Files.deleteIfExists(file);
        Files.deleteIfExists(partial(file));
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
