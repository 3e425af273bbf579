package org.jackknife.gguf.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jackknife.gguf.GgufException;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;

/**
 * One GGUF file, mapped and parsed.
 *
 * @param path the file
 * @param bytes the whole file
 * @param version format version
 * @param metadata its keys
 * @param tensors its tensors, each wholly inside the file, in file order and not overlapping
 */
public record MappedFile(
        Path path, MemorySegment bytes, int version, GgufMetadata metadata, List<TensorInfo> tensors) {

    /** Maps a file for the life of {@code arena}; {@code part} is its place in a split model, from 0. */
    public static MappedFile open(Path path, int part, Arena arena) throws GgufException {
        MemorySegment bytes = map(path, arena);
        Header header = new HeaderReader(path, bytes).read();
        List<TensorInfo> tensors = placeTensors(path, part, header, bytes.byteSize());
        return new MappedFile(path, bytes, header.version(), header.metadata(), tensors);
    }

    private static MemorySegment map(Path path, Arena arena) throws GgufException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw new GgufException(path, "cannot be read: " + e, e);
        }
    }

    /** llama.cpp wants every tensor right behind the one before, so any other offset is refused, overlaps included. */
    private static List<TensorInfo> placeTensors(Path path, int part, Header header, long fileSize)
            throws GgufException {
        List<TensorInfo> placed = new ArrayList<>();
        long next = 0;
        for (int i = 0; i < header.tensors().size(); i++) {
            TensorSpec spec = header.tensors().get(i);
            long offset = header.offsets().get(i);
            if (offset != next) {
                throw new GgufException(path, "tensor '" + spec.name() + "' has offset " + Long.toUnsignedString(offset)
                        + ", the padded end of the tensor before it is " + next);
            }
            long room = fileSize - header.dataStart() - offset;
            if (spec.byteSize() > room) {
                throw new GgufException(path, "tensor '" + spec.name() + "' needs " + spec.byteSize()
                        + " bytes from offset " + offset + ", but the file has only " + Math.max(room, 0)
                        + " left; it is truncated");
            }
            placed.add(new TensorInfo(spec, header.dataStart() + offset, part));
            next = Alignment.up(offset + spec.byteSize(), header.alignment());
        }
        return Collections.unmodifiableList(placed);
    }
}
