package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jackknife.api.engine.EngineException;

/** A model file loaded by llama.cpp. Safe for several threads. Contexts must be closed before it. */
public final class NativeModel implements AutoCloseable {

    private final NativeLibrary library;
    private final Path file;
    private final MemorySegment pointer;
    private final boolean memoryMapped;
    private final Lifetime lifetime;
    private final Vocabulary vocabulary;

    private NativeModel(NativeLibrary library, Path file, MemorySegment pointer, boolean memoryMapped) {
        this.library = library;
        this.file = file;
        this.pointer = pointer;
        this.memoryMapped = memoryMapped;
        this.lifetime = new Lifetime("the model " + file);
        this.vocabulary = new Vocabulary(library.llama(), library.llama().modelVocab(pointer), lifetime);
    }

    /**
     * Loads a file that was checked before: llama.cpp ends the process for some malformed ones.
     *
     * @param gpuLayers how many layers to offload, 0 for none
     * @param memoryMap whether to map the file instead of reading it; a mapped file must not be truncated while loaded
     * @throws EngineException if llama.cpp refuses the file
     */
    public static NativeModel load(NativeLibrary library, Path file, int gpuLayers, boolean memoryMap) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = library.llama().modelDefaults(arena);
            StructTable table = library.layout().structs().model();
            parameters.set(ValueLayout.JAVA_INT, table.at("n_gpu_layers"), gpuLayers);
            parameters.set(ValueLayout.JAVA_BOOLEAN, table.at("use_mmap"), memoryMap);
            library.log().clear();
            MemorySegment pointer = library.llama().modelLoad(arena.allocateFrom(file.toString()), parameters);
            if (pointer.address() == 0) {
                throw new EngineException("llama.cpp cannot load %s: %s".formatted(file, library.log().recent()));
            }
            return new NativeModel(library, file, pointer, memoryMap);
        }
    }

    NativeLibrary library() {
        return library;
    }

    MemorySegment pointer() {
        return pointer;
    }

    /** Whether the weights lie in the mapped file, where they cannot be written to. */
    boolean memoryMapped() {
        return memoryMapped;
    }

    /** The model's tokens. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The context length the model was trained with, in tokens. */
    public int trainedContext() {
        return lifetime.use(() -> library.llama().modelTrainedContext(pointer));
    }

    /** Architecture, size and type in llama.cpp's words, such as {@code llama 8B Q4_K - Medium}. */
    public String description() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256);
            lifetime.use(() -> library.llama().modelDescription(pointer, buffer));
            return buffer.getString(0);
        }
    }

    @Override
    public void close() {
        lifetime.end(() -> library.llama().modelFree(pointer));
    }

    @Override
    public String toString() {
        return file + " in " + library.description();
    }
}
