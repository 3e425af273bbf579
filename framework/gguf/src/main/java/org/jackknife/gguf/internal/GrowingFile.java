package org.jackknife.gguf.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file that is written and read at given places. One thread, but for {@link #force}.
 *
 * <p>Every few megabytes a thread of its own begins to force what is there: the disk then works while the rest is still
 * being computed, and the last force, which everybody waits for, finds little left.
 */
public final class GrowingFile implements Closeable {

    /** Few enough to take no more than some milliseconds, and so many that forcing costs little beside writing. */
    private static final long EARLY_BYTES = 4 << 20;

    private final Path path;
    private final FileChannel channel;
    private long unforced;
    private Thread early;
    private IOException failure;

    private GrowingFile(Path path, OpenOption... options) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, options);
    }

    /** Makes the file, or empties one that is there. */
    public static GrowingFile create(Path path) throws IOException {
        return new GrowingFile(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Opens a file as it is. */
    public static GrowingFile open(Path path) throws IOException {
        return new GrowingFile(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Where the file lies. */
    public Path path() {
        return path;
    }

    /** Bytes that are there. */
    public long size() throws IOException {
        return channel.size();
    }

    /** Whether the file begins with these bytes. */
    public boolean startsWith(byte[] expected) throws IOException {
        if (size() < expected.length) {
            return false;
        }
        byte[] actual = new byte[expected.length];
        read(ByteBuffer.wrap(actual), 0);
        return Arrays.equals(actual, expected);
    }

    /** Writes all of the buffer. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        unforced += at - position;
        // on a slow disk the next one takes all that has gathered meanwhile
        if (unforced >= EARLY_BYTES && (early == null || !early.isAlive())) {
            unforced = 0;
            early = Thread.ofPlatform().daemon().name("write-back").start(this::forceEarly);
        }
    }

    private void forceEarly() {
        try {
            force();
        } catch (IOException e) {
            // kept: whoever calls force next is told
        }
    }

    /** Fills all of the buffer. */
    public void read(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw new EOFException("the file ends at byte " + at);
            }
            at += read;
        }
    }

    /** Whether it was not closed yet. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Forces everything to the disk; does nothing once the file is closed. Any thread may call this. */
    public synchronized void force() throws IOException {
        if (failure != null) {
            // a system tells of bytes that it lost once only, and then claims that all is well
            throw new IOException(failure.getMessage(), failure);
        }
        if (channel.isOpen()) {
            try {
                channel.force(true);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Closes the file; waits for a {@link #force} that is under way. */
    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    /** Gives the closed file another name in one step, in the place of a file that has it. */
    public void moveTo(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Closes and removes the file. */
    public void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }
}
