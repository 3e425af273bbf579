package org.jackknife.study.internal.variant;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.method.TensorReport;
import org.jackknife.study.internal.Json;
import org.jackknife.study.internal.journal.LineSplitter;

/**
 * Remembers which tensors of a growing file are whole: JSON Lines beside it, one per tensor, and a last one once the file
 * is. What stands behind the last readable line is dropped. One thread at a time.
 */
final class CheckpointLog implements Closeable {

    private final FileChannel channel;
    private final List<Entry> entries;
    private long size;

    /**
     * One line.
     *
     * @param seconds how long the compression had worked by then, all attempts together
     * @param tensor a tensor whose bytes are on the disk; empty once the whole file is
     * @param notes what is worth knowing about the whole, in the last line
     */
    record Entry(double seconds, Optional<TensorReport> tensor, List<String> notes) {

        static Entry of(double seconds, TensorReport tensor) {
            return new Entry(seconds, Optional.of(tensor), List.of());
        }

        static Entry last(double seconds, List<String> notes) {
            return new Entry(seconds, Optional.empty(), notes);
        }
    }

    private CheckpointLog(FileChannel channel, List<Entry> entries, long size) {
        this.channel = channel;
        this.entries = entries;
        this.size = size;
    }

    /** Opens a log, and makes it where there is none. */
    static CheckpointLog open(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long size = Files.isRegularFile(file) ? read(file, entries) : 0;
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.truncate(size);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new CheckpointLog(channel, entries, size);
    }

    /** Returns the bytes of all lines that can be read. */
    private static long read(Path file, List<Entry> entries) throws IOException {
        long size = 0;
        try (LineSplitter lines = new LineSplitter(Files.newInputStream(file))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                Optional<Entry> entry = entry(line);
                if (entry.isEmpty()) {
                    break;
                }
                entries.add(entry.get());
                size = lines.wholeBytes();
            }
        }
        return size;
    }

    /** Empty for a line that a crash of the machine left in pieces; the tensors from there on are made again. */
    private static Optional<Entry> entry(byte[] line) throws IOException {
        try {
            return Optional.of(Json.MAPPER.readValue(line, Entry.class));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The tensors that are whole, in the order in which they were reported. */
    List<TensorReport> tensors() {
        return entries.stream().flatMap(entry -> entry.tensor().stream()).toList();
    }

    /** How long the compression had worked when the last line was written. */
    double seconds() {
        return entries.isEmpty() ? 0 : entries.getLast().seconds();
    }

    /** What is worth knowing about the whole; empty until it is finished. */
    List<String> notes() {
        return isFinished() ? entries.getLast().notes() : List.of();
    }

    /** Whether the whole file is on the disk. */
    boolean isFinished() {
        return !entries.isEmpty() && entries.getLast().tensor().isEmpty();
    }

    void append(List<Entry> more) throws IOException {
        for (Entry entry : more) {
            byte[] json = Json.MAPPER.writeValueAsBytes(entry);
            ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
            while (line.hasRemaining()) {
                size += channel.write(line, size);
            }
            entries.add(entry);
        }
    }

    /** Forgets everything: to be called before a file is begun anew. */
    void clear() throws IOException {
        channel.truncate(0);
        channel.force(true);
        size = 0;
        entries.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
