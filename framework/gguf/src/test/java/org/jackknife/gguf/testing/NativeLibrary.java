package org.jackknife.gguf.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens the llama.cpp b4916 library inside java-llama.cpp 4.2.0, which serves the tests as oracle. Linux x86-64 only;
 * callers ask {@link #available} first.
 */
public final class NativeLibrary {
    private static final String RESOURCE = "/de/kherud/llama/Linux/x86_64/libjllama.so";

    private final SymbolLookup symbols;

    private NativeLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /** Tells whether this machine can run the library. */
    public static boolean available() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")
                && NativeLibrary.class.getResource(RESOURCE) != null;
    }

    /** Extracts the library into a temporary folder and loads it for the rest of the process. */
    public static NativeLibrary load() {
        try (InputStream in = NativeLibrary.class.getResourceAsStream(RESOURCE)) {
            Path folder = Files.createTempDirectory("jackknife-native");
            Path library = folder.resolve("libjllama.so");
            Files.copy(in, library);
            SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
            // Linux keeps a loaded library mapped after its file is gone, so nothing stays behind if the process dies
            Files.delete(library);
            Files.delete(folder);
            NativeLibrary loaded = new NativeLibrary(symbols);
            loaded.initialize();
            return loaded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills ggml's table of F16 values; until then every F16 scale decodes as 0. */
    private void initialize() {
        try {
            function("llama_backend_init", FunctionDescriptor.ofVoid()).invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("llama_backend_init failed", e);
        }
    }

    /** Returns a handle of an exported function. */
    public MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
    }
}
