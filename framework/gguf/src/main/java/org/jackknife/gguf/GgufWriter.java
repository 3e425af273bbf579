package org.jackknife.gguf;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.gguf.internal.Alignment;
import org.jackknife.gguf.internal.HeaderWriter;

/**
 * Writes a GGUF file of version 3: metadata and all tensor declarations first, then the bytes of the tensors, in chunks
 * of any size and tensors in any order. Memory use does not depend on the size of the model.
 *
 * <p>The file grows under the sibling name {@code NAME.partial} and gets its final name only on {@link #close} after a
 * successful {@link #commit}; closing without commit deletes it. So a file under the final name is always whole:
 *
 * <pre>{@code
 * try (GgufWriter writer = GgufWriter.create(path, metadata, specs)) {
 *     for (TensorSpec spec : specs) {
 *         writer.write(spec.name(), bytesOf(spec));
 *     }
 *     writer.commit();
 * }
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class GgufWriter implements Closeable {
    private static final int CHANNEL_CHUNK = 1 << 20;

    /** Segments above 2 GiB have no ByteBuffer view, so they are written in pieces of this size. */
    private static final long SEGMENT_CHUNK = 1L << 30;

    private final Path target;
    private final Path partial;
    private final FileChannel channel;
    private final Map<String, Slot> slots;
    private final long fileSize;
    private boolean committed;

    /** Where a tensor goes, and how much of it is there. */
    private static final class Slot {
        final long offset;
        final long size;
        long written;

        Slot(long offset, long size) {
            this.offset = offset;
            this.size = size;
        }
    }

    private GgufWriter(Path target, Path partial, FileChannel channel, HeaderWriter header) throws IOException {
        this.target = target;
        this.partial = partial;
        this.channel = channel;
        this.slots = new LinkedHashMap<>();
        ByteBuffer bytes = ByteBuffer.wrap(header.bytes());
        long position = bytes.remaining();
        for (TensorSpec tensor : header.tensors()) {
            slots.put(tensor.name(), new Slot(position, tensor.byteSize()));
            position = Alignment.up(position + tensor.byteSize(), header.alignment());
        }
        this.fileSize = position;
        writeFully(bytes, 0);
    }

    /**
     * Starts a file; an older {@code .partial} file left by a crash is overwritten.
     *
     * @param path final name; a file already there is replaced on close, after commit
     * @param metadata all keys; {@code general.alignment}, 32 where absent, is obeyed
     * @param tensors all tensors in file order, names unique
     * @throws IllegalArgumentException if names repeat or the alignment is not a uint32 power of two
     * @throws GgufException if the file cannot be created or written
     */
    public static GgufWriter create(Path path, GgufMetadata metadata, List<TensorSpec> tensors) throws GgufException {
        HeaderWriter header = new HeaderWriter(metadata, tensors);
        Path partial = path.resolveSibling(path.getFileName() + ".partial");
        try {
            FileChannel channel = FileChannel.open(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            try {
                return new GgufWriter(path, partial, channel, header);
            } catch (IOException | RuntimeException e) {
                channel.close();
                Files.deleteIfExists(partial);
                throw e;
            }
        } catch (IOException e) {
            throw new GgufException(partial, "cannot be written: " + e, e);
        }
    }

    /**
     * Appends bytes to a tensor.
     *
     * @throws IllegalArgumentException if no such tensor was declared, or it would grow beyond its size
     * @throws GgufException if the file cannot be written
     */
    public void write(String tensor, MemorySegment bytes) throws GgufException {
        Slot slot = slotFor(tensor, bytes.byteSize());
        try {
            for (long start = 0; start < bytes.byteSize(); start += SEGMENT_CHUNK) {
                long length = Math.min(SEGMENT_CHUNK, bytes.byteSize() - start);
                writeFully(bytes.asSlice(start, length).asByteBuffer(), slot.offset + slot.written);
                slot.written += length;
            }
        } catch (IOException e) {
            throw new GgufException(partial, "cannot write tensor '" + tensor + "': " + e, e);
        }
    }

    /**
     * Appends everything the channel has to a tensor, and leaves the channel open.
     *
     * @throws IllegalArgumentException if no such tensor was declared, or it would grow beyond its size
     * @throws GgufException if the channel cannot be read or the file cannot be written
     */
    public void write(String tensor, ReadableByteChannel source) throws GgufException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHANNEL_CHUNK);
        try {
            while (source.read(chunk) >= 0) {
                chunk.flip();
                write(tensor, MemorySegment.ofBuffer(chunk));
                chunk.clear();
            }
        } catch (GgufException e) {
            throw e;
        } catch (IOException e) {
            throw new GgufException(partial, "cannot read the bytes of tensor '" + tensor + "': " + e, e);
        }
    }

    /**
     * Whether all bytes of a tensor are written.
     *
     * @throws IllegalArgumentException if no such tensor was declared
     */
    public boolean isComplete(String tensor) {
        Slot slot = declared(tensor);
        return slot.written == slot.size;
    }

    /**
     * Declares the file complete and forces it to the disk; it gets its final name on {@link #close}.
     *
     * @throws IllegalStateException if a tensor lacks bytes
     * @throws GgufException if the file cannot be written
     */
    public void commit() throws GgufException {
        slots.forEach((name, slot) -> {
            if (slot.written != slot.size) {
                throw new IllegalStateException(partial + ": tensor '" + name + "' has " + slot.written
                        + " bytes, declared are " + slot.size + "; write the rest before commit");
            }
        });
        try {
            padEnd();
            channel.force(true);
        } catch (IOException e) {
            throw new GgufException(partial, "cannot be completed: " + e, e);
        }
        committed = true;
    }

    /** llama.cpp reads the padding behind the last tensor too. */
    private void padEnd() throws IOException {
        long missing = fileSize - channel.size();
        if (missing > 0) {
            writeFully(ByteBuffer.allocate(Math.toIntExact(missing)), channel.size());
        }
    }

    /** Gives a committed file its final name in one step, and deletes any other; closing again does nothing. */
    @Override
    public void close() throws GgufException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
            if (committed) {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new GgufException(target, "cannot be finished: " + e, e);
        }
    }

    private Slot slotFor(String tensor, long more) {
        if (committed) {
            throw new IllegalStateException(partial + ": no bytes can be written after commit");
        }
        Slot slot = declared(tensor);
        if (more > slot.size - slot.written) {
            throw new IllegalArgumentException(partial + ": tensor '" + tensor + "' is declared with " + slot.size
                    + " bytes, has " + slot.written + ", and would get " + more + " more");
        }
        return slot;
    }

    private Slot declared(String tensor) {
        Slot slot = slots.get(tensor);
        if (slot == null) {
            throw new IllegalArgumentException(partial + ": tensor '" + tensor + "' was not declared");
        }
        return slot;
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
