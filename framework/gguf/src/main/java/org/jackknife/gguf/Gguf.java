package org.jackknife.gguf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.gguf.internal.MappedFile;
import org.jackknife.gguf.internal.SplitModel;

/**
 * Views a GGUF model, in one file or in several, without copying it: the files are mapped into memory, read-only.
 *
 * <p>Opening refuses every structural fault: a file that is no GGUF of version 2 or 3, lengths and counts beyond the
 * file, strings that are not UTF-8, duplicate keys and tensors, unknown or removed tensor types, tensors that overlap,
 * leave gaps or end outside the file. {@link #openChecked} also refuses whatever llama.cpp must not see.
 *
 * <p>Safe for use by several threads. Memory segments die with {@link #close}; using one afterwards throws
 * {@link IllegalStateException}. Do not truncate a file while it is open.
 */
public final class Gguf implements AutoCloseable {
    private static final int HASH_CHUNK = 1 << 20;

    private final Arena arena;
    private final List<MappedFile> files;
    private final GgufMetadata metadata;
    private final Map<String, TensorInfo> tensors;

    private Gguf(Arena arena, List<MappedFile> files, GgufMetadata metadata, Map<String, TensorInfo> tensors) {
        this.arena = arena;
        this.files = files;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /**
     * Opens a model; of a split one, name the first file, {@code NAME-00001-of-0000N.gguf}.
     *
     * @throws GgufException if a file cannot be read or has a structural fault
     */
    public static Gguf open(Path path) throws GgufException {
        Arena arena = Arena.ofShared();
        try {
            List<MappedFile> files = SplitModel.open(path, arena);
            GgufMetadata first = files.getFirst().metadata();
            GgufMetadata metadata = files.size() > 1 ? SplitModel.wholeModel(first) : first;
            return new Gguf(arena, files, metadata, indexTensors(files));
        } catch (GgufException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Opens a model as {@link #open} does, and refuses whatever llama.cpp must not see.
     *
     * @throws GgufException if a file cannot be read, has a structural fault, or {@link GgufChecker} finds an error
     */
    public static Gguf openChecked(Path path) throws GgufException {
        Gguf model = open(path);
        try {
            GgufChecker.require(model);
            return model;
        } catch (GgufException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Map<String, TensorInfo> indexTensors(List<MappedFile> files) throws GgufException {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (MappedFile file : files) {
            for (TensorInfo tensor : file.tensors()) {
                if (tensors.put(tensor.name(), tensor) != null) {
                    throw new GgufException(
                            file.path(), "tensor '" + tensor.name() + "' stands in an earlier file of the split model");
                }
            }
        }
        return Collections.unmodifiableMap(tensors);
    }

    /** Returns the path the model was opened under; of a split one, the first file. */
    public Path path() {
        return files.getFirst().path();
    }

    /** Returns all files of the model, in order. */
    public List<Path> files() {
        return files.stream().map(MappedFile::path).toList();
    }

    /** Returns the version of the file format, 2 or 3. */
    public int version() {
        return files.getFirst().version();
    }

    /** Returns the model's metadata; of a split model, without the {@code split.*} keys. */
    public GgufMetadata metadata() {
        return metadata;
    }

    /** Returns {@code general.architecture}, such as {@code llama}, or an empty string where the key is absent. */
    public String architecture() {
        return metadata.string("general.architecture").orElse("");
    }

    /** Returns all tensors in file order. */
    public List<TensorInfo> tensors() {
        return new ArrayList<>(tensors.values());
    }

    /** Finds a tensor by its name. */
    public Optional<TensorInfo> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** Returns the number of elements of all tensors together. */
    public long parameterCount() {
        return tensors.values().stream().mapToLong(TensorInfo::elements).sum();
    }

    /** Returns the bytes of all tensors together, without metadata and padding. */
    public long tensorBytes() {
        return tensors.values().stream().mapToLong(TensorInfo::byteSize).sum();
    }

    /**
     * Returns the bytes of a tensor, read-only, {@link TensorInfo#byteSize} long.
     *
     * @throws IllegalArgumentException if the tensor is not one of this model
     */
    public MemorySegment data(TensorInfo tensor) {
        if (!tensor.equals(tensors.get(tensor.name()))) {
            throw new IllegalArgumentException("tensor " + tensor + " is not one of " + path());
        }
        return files.get(tensor.part()).bytes().asSlice(tensor.offset(), tensor.byteSize());
    }

    /**
     * Gives the memory of a tensor's mapped bytes back, so that going through a model never holds all of it. The bytes
     * stay readable: they are fetched again when they are next looked at.
     *
     * @throws IllegalArgumentException if the tensor is not one of this model
     */
    public void unload(TensorInfo tensor) {
        data(tensor).unload();
    }

    /** Computes the SHA-256 of the file, or of all files one after the other, as 64 hexadecimal digits. */
    public String sha256() {
        MessageDigest digest = newDigest();
        byte[] chunk = new byte[HASH_CHUNK];
        for (MappedFile file : files) {
            MemorySegment bytes = file.bytes();
            for (long start = 0; start < bytes.byteSize(); start += HASH_CHUNK) {
                int length = (int) Math.min(HASH_CHUNK, bytes.byteSize() - start);
                MemorySegment.copy(bytes, start, MemorySegment.ofArray(chunk), 0, length);
                digest.update(chunk, 0, length);
                bytes.asSlice(start, length).unload();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** Unmaps the files; closing again does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
