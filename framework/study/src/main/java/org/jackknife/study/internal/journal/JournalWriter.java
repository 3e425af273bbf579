package org.jackknife.study.internal.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.StudyException;
import org.jackknife.study.internal.Json;

/**
 * Appends events to a journal; they are on the disk when {@link #append} returns. Safe for several threads.
 *
 * <p>After a failure nothing more is written: the lines before it are whole, and what the failed call wrote is taken
 * off again.
 */
public final class JournalWriter implements Closeable {

    /** The file beneath: what a test replaces by a disk that is full. */
    public interface Store extends Closeable {

        int write(ByteBuffer bytes, long position) throws IOException;

        void force() throws IOException;

        void truncate(long size) throws IOException;
    }

    private final Path file;
    private final Store store;
    private long size;
    private StudyException failure;

    /**
     * @param file the name that messages carry
     * @param size the length of the whole lines that are there; what lies behind is overwritten
     */
    public JournalWriter(Path file, Store store, long size) {
        this.file = file;
        this.store = store;
        this.size = size;
    }

    /**
     * Opens a journal and takes a torn last line off.
     *
     * @param wholeBytes the length of its whole lines; 0 for a new journal
     */
    public static JournalWriter open(Path file, long wholeBytes) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(wholeBytes);
            return new JournalWriter(file, new ChannelStore(channel), wholeBytes);
        } catch (IOException e) {
            throw new StudyException("the journal %s cannot be opened for writing: %s".formatted(file, e), e);
        }
    }

    /**
     * Appends events; all of them are on the disk when this returns.
     *
     * @throws StudyException if the disk does not take one of them, then and at every later call
     */
    public synchronized void append(List<? extends JournalEvent> events) {
        if (failure != null) {
            throw failure;
        }
        try {
            long at = size;
            for (JournalEvent event : events) {
                at = write(event, at);
            }
            store.force();
            size = at;
        } catch (IOException e) {
            failure = new StudyException(
                    ("the journal %s cannot be written: %s; nothing before it is lost: free space or mend the disk, then resume "
                                    + "the run")
                            .formatted(file, e.getMessage()),
                    e);
            takeBack();
            throw failure;
        }
    }

    private long write(JournalEvent event, long position) throws IOException {
        byte[] json = Json.MAPPER.writeValueAsBytes(event);
        ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        long at = position;
        while (line.hasRemaining()) {
            at += store.write(line, at);
        }
        return at;
    }

    private void takeBack() {
        try {
            store.truncate(size);
        } catch (IOException e) {
            // readers drop a torn line as well, so the first failure is the one to tell
            failure.addSuppressed(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            store.close();
        } catch (IOException e) {
            throw new StudyException("the journal %s cannot be closed: %s".formatted(file, e), e);
        }
    }

    private record ChannelStore(FileChannel channel) implements Store {

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            return channel.write(bytes, position);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
