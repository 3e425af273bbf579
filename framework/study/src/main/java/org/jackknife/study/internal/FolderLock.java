package org.jackknife.study.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jackknife.study.StudyException;

/**
 * A lock between processes: a file that the operating system unlocks when its holder dies. The file stays and tells the
 * process number of its latest holder.
 */
public final class FolderLock implements Closeable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; empty where another process or thread holds it. */
    public static Optional<FolderLock> tryTake(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = lock(channel) != null;
            if (taken) {
                byte[] holder = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(holder), 0);
            }
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        return taken ? Optional.of(new FolderLock(channel)) : Optional.empty();
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // another thread of this process holds it
            return null;
        }
    }

    /** Takes the lock, however long another process holds it. */
    public static FolderLock take(Path file) throws IOException {
        while (true) {
            Optional<FolderLock> lock = tryTake(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            sleep(file);
        }
    }

    private static void sleep(Path file) {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StudyException("interrupted while waiting for the lock " + file, e);
        }
    }

    /** The process number that the latest holder left, or a question mark. */
    public static String holder(Path file) {
        try {
            String text = Files.readString(file);
            return text.isEmpty() ? "?" : text;
        } catch (IOException e) {
            return "?";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
