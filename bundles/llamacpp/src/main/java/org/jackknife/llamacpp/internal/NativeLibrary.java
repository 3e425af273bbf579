package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.engine.EngineException;

/**
 * A loaded llama.cpp with the table that fits it.
 *
 * <p>A library stays loaded for the life of the process: its thread pools and callbacks cannot be unloaded safely.
 * Loading the same file again costs nothing and gives the same library.
 *
 * @param file where it was loaded from
 * @param layout the table that fits
 * @param llama its model functions
 * @param ggml its tensor functions
 * @param grammars its grammar functions
 * @param log its log lines
 */
public record NativeLibrary(Path file, NativeLayout layout, Functions functions, NativeLog log) {

    /** The functions of a library, by header. */
    record Functions(Llama llama, Ggml ggml, GrammarFunctions grammars) {}

    /** Loads on first use; the class loader's lock makes it once. */
    private static final class Bundled {
        static final NativeLibrary LIBRARY = load(LibraryFile.bundled());
    }

    /**
     * The library to use: the bundled one, or the one in a user's folder.
     *
     * @throws EngineException if it cannot be loaded or no table fits it; the other one is never taken in its place
     */
    public static NativeLibrary of(Optional<Path> directory) {
        return directory.map(path -> load(LibraryFile.inDirectory(path))).orElseGet(() -> Bundled.LIBRARY);
    }

    /** The engine's name and build, such as {@code llama.cpp b4916}. */
    public String description() {
        return "llama.cpp " + layout.build();
    }

    Llama llama() {
        return functions.llama();
    }

    Ggml ggml() {
        return functions.ggml();
    }

    private static NativeLibrary load(Path file) {
        calmOpenMp();
        SymbolLookup lookup = open(file);
        NativeLog log = new NativeLog();
        setLog(lookup, log);
        NativeLayout layout = fitting(lookup, file);
        Functions functions =
                new Functions(new Llama(lookup, layout), new Ggml(lookup, layout), new GrammarFunctions(lookup, layout));
        return new NativeLibrary(file, layout, functions, log);
    }

    private static SymbolLookup open(Path file) {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new EngineException("the library %s cannot be loaded: %s; is it built for this processor, and are the libraries it "
                    .formatted(file.toAbsolutePath(), e.getMessage()) + "needs installed?", e);
        }
    }

    private static NativeLayout fitting(SymbolLookup lookup, Path file) {
        List<String> reasons = new ArrayList<>();
        for (NativeLayout layout : NativeLayout.KNOWN) {
            List<String> faults = LayoutCheck.faults(lookup, layout);
            if (faults.isEmpty()) {
                return layout;
            }
            reasons.add(layout.build() + ": " + String.join(", ", faults));
        }
        throw new EngineException("%s is not a llama.cpp that this version knows (%s); build one of the tags named here"
                .formatted(file.toAbsolutePath(), String.join("; ", reasons)));
    }

    private static void setLog(SymbolLookup lookup, NativeLog log) {
        MemorySegment function = lookup.find("llama_log_set")
                .orElseThrow(() -> new EngineException("the library has no llama_log_set: it is not llama.cpp"));
        var set = Linker.nativeLinker()
                .downcallHandle(function, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        Downcalls.run(() -> {
            set.invokeExact(log.callback(), MemorySegment.NULL);
        });
    }

    /**
     * Tells OpenMP to let waiting threads sleep. By default they spin, and under any other load two spinning threads
     * are many times slower than one. A value that the user has set stays.
     */
    private static void calmOpenMp() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setenv").ifPresent(function -> {
            var setenv = linker.downcallHandle(function, FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment name = arena.allocateFrom("OMP_WAIT_POLICY");
                MemorySegment value = arena.allocateFrom("passive");
                Downcalls.run(() -> {
                    int result = (int) setenv.invokeExact(name, value, 0);
                });
            }
        });
    }
}
