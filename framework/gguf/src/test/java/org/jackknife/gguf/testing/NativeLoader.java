package org.jackknife.gguf.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Loads models in llama.cpp, tokenizes a text and decodes it. Run as a program of its own, because a bad file can end
 * the process: it reads one path per line and answers each with {@code OK}, {@code REFUSED} (a clean NULL), or
 * {@code BAD} and what went wrong after loading.
 */
public final class NativeLoader {
    private static final StructLayout MODEL_PARAMS = longs(64);
    private static final StructLayout CONTEXT_PARAMS = longs(120);
    private static final StructLayout BATCH = longs(56);
    private static final int CONTEXT = 64;

    private final NativeLibrary library;
    private final MethodHandle modelParams;
    private final MethodHandle load;
    private final MethodHandle free;
    private final MethodHandle vocabulary;
    private final MethodHandle tokenCount;
    private final MethodHandle tokenize;

    private NativeLoader() throws ReflectiveOperationException {
        library = NativeLibrary.load();
        modelParams = library.function("llama_model_default_params", FunctionDescriptor.of(MODEL_PARAMS));
        load = library.function(
                "llama_model_load_from_file", FunctionDescriptor.of(ADDRESS, ADDRESS, MODEL_PARAMS));
        free = library.function("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
        vocabulary = library.function("llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS));
        tokenCount = library.function("llama_vocab_n_tokens", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        tokenize = library.function(
                "llama_tokenize",
                FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN));
    }

    public static void main(String[] args) throws Throwable {
        NativeLoader loader = new NativeLoader();
        loader.silence();
        BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            System.out.println(loader.verdict(Path.of(path)));
            System.out.flush();
        }
    }

    /** Ignores a log line; called by native code. */
    static void ignore(int level, MemorySegment text, MemorySegment user) {}

    private void silence() throws ReflectiveOperationException {
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS);
        MethodHandle target = MethodHandles.lookup()
                .findStatic(
                        NativeLoader.class,
                        "ignore",
                        MethodType.methodType(void.class, int.class, MemorySegment.class, MemorySegment.class));
        MemorySegment callback = Linker.nativeLinker().upcallStub(target, descriptor, Arena.global());
        try {
            library.function("llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS))
                    .invokeExact(callback, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException("llama_log_set failed", e);
        }
    }

    private String verdict(Path path) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = (MemorySegment) modelParams.invoke(arena);
            MemorySegment model = (MemorySegment) load.invoke(arena.allocateFrom(path.toString()), params);
            if (model.equals(MemorySegment.NULL)) {
                return "REFUSED";
            }
            try {
                return use(model, arena);
            } finally {
                free.invoke(model);
            }
        }
    }

    private String use(MemorySegment model, Arena arena) throws Throwable {
        MemorySegment vocab = (MemorySegment) vocabulary.invoke(model);
        int count = (int) tokenCount.invoke(vocab);
        MemorySegment text = arena.allocateFrom("hello w\u00f6rld <|im_start|>\n\t");
        MemorySegment tokens = arena.allocate(JAVA_INT, CONTEXT);
        int length = (int) tokenize.invoke(vocab, text, (int) text.byteSize() - 1, tokens, CONTEXT, true, true);
        if (length <= 0) {
            return "BAD tokenized to " + length;
        }
        for (int i = 0; i < length; i++) {
            int token = tokens.getAtIndex(JAVA_INT, i);
            if (token < 0 || token >= count) {
                return "BAD token " + token + " of " + count;
            }
        }
        return decode(model, tokens, length, arena);
    }

    private String decode(MemorySegment model, MemorySegment tokens, int length, Arena arena) throws Throwable {
        MemorySegment params = (MemorySegment) library.function(
                        "llama_context_default_params", FunctionDescriptor.of(CONTEXT_PARAMS))
                .invoke(arena);
        for (int offset : new int[] {0, 4, 8}) {
            params.set(JAVA_INT, offset, CONTEXT);
        }
        params.set(JAVA_INT, 16, 1);
        params.set(JAVA_INT, 20, 1);
        params.set(JAVA_BYTE, 100, (byte) 1);
        MemorySegment context = (MemorySegment) library.function(
                        "llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, CONTEXT_PARAMS))
                .invoke(model, params);
        if (context.equals(MemorySegment.NULL)) {
            return "BAD no context";
        }
        try {
            MemorySegment batch = (MemorySegment) library.function(
                            "llama_batch_get_one", FunctionDescriptor.of(BATCH, ADDRESS, JAVA_INT))
                    .invoke(arena, tokens, length);
            int result = (int) library.function("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, BATCH))
                    .invoke(context, batch);
            return result == 0 ? "OK" : "BAD decoded to " + result;
        } finally {
            library.function("llama_free", FunctionDescriptor.ofVoid(ADDRESS)).invoke(context);
        }
    }

    private static StructLayout longs(int bytes) {
        MemoryLayout[] fields = new MemoryLayout[bytes / Long.BYTES];
        java.util.Arrays.fill(fields, JAVA_LONG);
        return MemoryLayout.structLayout(fields);
    }
}
