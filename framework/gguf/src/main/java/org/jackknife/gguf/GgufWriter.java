package org.jackknife.gguf;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.gguf.internal.Alignment;
import org.jackknife.gguf.internal.GrowingFile;
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
 * <p>A file that takes hours can be gone on with: after {@link #keepPartial} an unfinished file stays, also when the
 * process dies, and {@link #resume} opens it again. Which of its tensors are whole, the caller has to remember, and may
 * do so only after {@link #force}.
 *
 * <p>Not safe for use by several threads, but for {@link #force}.
 */
public final class GgufWriter implements Closeable {
    private static final int CHANNEL_CHUNK = 1 << 20;

    /** Segments above 2 GiB have no ByteBuffer view, so they are written in pieces of this size. */
    private static final long SEGMENT_CHUNK = 1L << 30;

    private final Path target;
    private final GrowingFile file;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final long fileSize;
    private boolean keepPartial;
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

    private GgufWriter(Path target, GrowingFile file, HeaderWriter header, int headerBytes) {
        this.target = target;
        this.file = file;
        long position = headerBytes;
        for (TensorSpec tensor : header.tensors()) {
            slots.put(tensor.name(), new Slot(position, tensor.byteSize()));
            position = Alignment.up(position + tensor.byteSize(), header.alignment());
        }
        this.fileSize = position;
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
        byte[] bytes = header.bytes();
        Path partial = partial(path);
        try {
            GrowingFile file = GrowingFile.create(partial);
            try {
                file.write(ByteBuffer.wrap(bytes), 0);
            } catch (IOException e) {
                file.delete();
                throw e;
            }
            return new GgufWriter(path, file, header, bytes.length);
        } catch (IOException e) {
            throw new GgufException(partial, "cannot be written: " + e, e);
        }
    }

    /**
     * Goes on with the {@code .partial} file of a writer that {@linkplain #keepPartial kept} it. Tensors that are not
     * complete are written again from their beginning.
     *
     * @param path as for {@link #create}, like the rest
     * @param complete tensors that were written to their end and {@linkplain #force forced} to the disk
     * @return empty where there is nothing to go on with: no file, one with other metadata or tensors, or one that ends
     *     before a tensor that is said to be complete
     * @throws IllegalArgumentException as {@link #create}, and if a complete tensor is not declared
     * @throws GgufException if the file cannot be read
     */
    public static Optional<GgufWriter> resume(
            Path path, GgufMetadata metadata, List<TensorSpec> tensors, Collection<String> complete)
            throws GgufException {
        HeaderWriter header = new HeaderWriter(metadata, tensors);
        byte[] bytes = header.bytes();
        Path partial = partial(path);
        if (!Files.isRegularFile(partial)) {
            return Optional.empty();
        }
        GrowingFile file = null;
        boolean taken = false;
        try {
            file = GrowingFile.open(partial);
            GgufWriter writer = new GgufWriter(path, file, header, bytes.length);
            taken = file.startsWith(bytes) && writer.holds(complete);
            return taken ? Optional.of(writer) : Optional.empty();
        } catch (IOException e) {
            throw new GgufException(partial, "cannot be gone on with: " + e, e);
        } finally {
            if (file != null && !taken) {
                close(file);
            }
        }
    }

    private static Path partial(Path path) {
        return path.resolveSibling(path.getFileName() + ".partial");
    }

    /** Takes tensors for complete; false where the file is too short for one of them. */
    private boolean holds(Collection<String> complete) throws IOException {
        long size = file.size();
        for (String tensor : complete) {
            Slot slot = declared(tensor);
            if (slot.offset + slot.size > size) {
                return false;
            }
            slot.written = slot.size;
        }
        return true;
    }

    /** Lets an unfinished file stay for {@link #resume} when this writer is closed without commit. */
    public void keepPartial() {
        keepPartial = true;
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
                file.write(bytes.asSlice(start, length).asByteBuffer(), slot.offset + slot.written);
                slot.written += length;
            }
        } catch (IOException e) {
            throw new GgufException(file.path(), "cannot write tensor '" + tensor + "': " + e, e);
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
            throw new GgufException(file.path(), "cannot read the bytes of tensor '" + tensor + "': " + e, e);
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
     * Reads bytes of a complete tensor back.
     *
     * @param offset the first byte, counted from the tensor's beginning
     * @param target filled to its end
     * @throws IllegalArgumentException if no such tensor was declared, or the bytes asked for go beyond it
     * @throws IllegalStateException if the tensor is not complete
     * @throws GgufException if the file cannot be read
     */
    public void read(String tensor, long offset, MemorySegment target) throws GgufException {
        if (!isComplete(tensor)) {
            throw new IllegalStateException(file.path() + ": tensor '" + tensor + "' is not complete, so it cannot be read back");
        }
        Slot slot = declared(tensor);
        if (offset < 0 || target.byteSize() > slot.size - offset) {
            throw new IllegalArgumentException(file.path() + ": tensor '" + tensor + "' has " + slot.size + " bytes, asked for are "
                    + target.byteSize() + " from byte " + offset);
        }
        try {
            for (long start = 0; start < target.byteSize(); start += SEGMENT_CHUNK) {
                long length = Math.min(SEGMENT_CHUNK, target.byteSize() - start);
                file.read(target.asSlice(start, length).asByteBuffer(), slot.offset + offset + start);
            }
        } catch (IOException e) {
            throw new GgufException(file.path(), "cannot read tensor '" + tensor + "' back: " + e, e);
        }
    }

    /**
     * Forces to the disk what was written before the call; after {@link #close} all of it is there already. Any thread may
     * call this while another one writes.
     *
     * @throws GgufException if the disk refuses
     */
    public void force() throws GgufException {
        try {
            file.force();
        } catch (IOException e) {
            throw new GgufException(file.path(), "cannot be forced to the disk: " + e, e);
        }
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
                throw new IllegalStateException(file.path() + ": tensor '" + name + "' has " + slot.written
                        + " bytes, declared are " + slot.size + "; write the rest before commit");
            }
        });
        try {
            padEnd();
        } catch (IOException e) {
            throw new GgufException(file.path(), "cannot be completed: " + e, e);
        }
        force();
        committed = true;
    }

    /** llama.cpp reads the padding behind the last tensor too. */
    private void padEnd() throws IOException {
        long missing = fileSize - file.size();
        if (missing > 0) {
            file.write(ByteBuffer.allocate(Math.toIntExact(missing)), file.size());
        }
    }

    /**
     * Gives a committed file its final name in one step; any other is deleted, or forced to the disk where it is
     * {@linkplain #keepPartial kept}. Closing again does nothing.
     */
    @Override
    public void close() throws GgufException {
        if (!file.isOpen()) {
            return;
        }
        try {
            if (!committed && keepPartial) {
                force();
            }
        } finally {
            close(file);
        }
        nameOrDelete();
    }

    private static void close(GrowingFile file) throws GgufException {
        try {
            file.close();
        } catch (IOException e) {
            throw new GgufException(file.path(), "cannot be closed: " + e, e);
        }
    }

    private void nameOrDelete() throws GgufException {
        try {
            if (committed) {
                file.moveTo(target);
            } else if (!keepPartial) {
                file.delete();
            }
        } catch (IOException e) {
            throw new GgufException(target, "cannot be finished: " + e, e);
        }
    }

    private Slot slotFor(String tensor, long more) {
        if (committed) {
            throw new IllegalStateException(file.path() + ": no bytes can be written after commit");
        }
        Slot slot = declared(tensor);
        if (more > slot.size - slot.written) {
            throw new IllegalArgumentException(file.path() + ": tensor '" + tensor + "' is declared with " + slot.size
                    + " bytes, has " + slot.written + ", and would get " + more + " more");
        }
        return slot;
    }

    private Slot declared(String tensor) {
        Slot slot = slots.get(tensor);
        if (slot == null) {
            throw new IllegalArgumentException(file.path() + ": tensor '" + tensor + "' was not declared");
        }
        return slot;
    }
}
