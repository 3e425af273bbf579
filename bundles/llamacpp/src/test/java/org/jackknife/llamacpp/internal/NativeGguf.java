package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file as ggml's own reader sees it ({@code gguf.h}), which is the one that llama-quantize reads importance matrices by. */
public final class NativeGguf implements AutoCloseable {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout POINTER = ValueLayout.ADDRESS;

    private final Arena arena = Arena.ofShared();
    private final SymbolLookup lookup;
    private final MemorySegment context;

    public NativeGguf(Path file) {
        lookup = SymbolLookup.libraryLookup(NativeLibrary.of(Optional.empty()).file(), arena);
        MethodHandle open = bind("gguf_init_from_file", FunctionDescriptor.of(POINTER, POINTER, StructTable.opaque(16)));
        // no_alloc: declarations alone
        MemorySegment parameters = arena.allocate(16, 8);
        parameters.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        MemorySegment path = arena.allocateFrom(file.toString());
        context = Downcalls.call(() -> (MemorySegment) open.invokeExact(path, parameters));
    }

    private MethodHandle bind(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(lookup.find(name).orElseThrow(), descriptor);
    }

    /** Whether ggml took the file. */
    public boolean readable() {
        return context.address() != 0;
    }

    /** The names of all tensors. */
    public List<String> tensors() {
        MethodHandle count = bind("gguf_get_n_tensors", FunctionDescriptor.of(LONG, POINTER));
        MethodHandle name = bind("gguf_get_tensor_name", FunctionDescriptor.of(POINTER, POINTER, LONG));
        List<String> names = new ArrayList<>();
        long all = Downcalls.call(() -> (long) count.invokeExact(context));
        for (long i = 0; i < all; i++) {
            long index = i;
            names.add(Downcalls.string(Downcalls.call(() -> (MemorySegment) name.invokeExact(context, index))));
        }
        return names;
    }

    /** The value of a key of type uint32; empty where there is no such key. */
    public Optional<Integer> u32(String key) {
        long index = key(key);
        MethodHandle value = bind("gguf_get_val_u32", FunctionDescriptor.of(INT, POINTER, LONG));
        return index < 0 ? Optional.empty() : Optional.of(Downcalls.call(() -> (int) value.invokeExact(context, index)));
    }

    /** The elements of a key that holds strings. */
    public List<String> strings(String key) {
        long index = key(key);
        MethodHandle count = bind("gguf_get_arr_n", FunctionDescriptor.of(LONG, POINTER, LONG));
        MethodHandle element = bind("gguf_get_arr_str", FunctionDescriptor.of(POINTER, POINTER, LONG, LONG));
        List<String> strings = new ArrayList<>();
        long all = Downcalls.call(() -> (long) count.invokeExact(context, index));
        for (long i = 0; i < all; i++) {
            long at = i;
            strings.add(Downcalls.string(
                    Downcalls.call(() -> (MemorySegment) element.invokeExact(context, index, at))));
        }
        return strings;
    }

    private long key(String key) {
        MethodHandle find = bind("gguf_find_key", FunctionDescriptor.of(LONG, POINTER, POINTER));
        MemorySegment name = arena.allocateFrom(key);
        return Downcalls.call(() -> (long) find.invokeExact(context, name));
    }

    @Override
    public void close() {
        MethodHandle free = bind("gguf_free", FunctionDescriptor.ofVoid(POINTER));
        Downcalls.run(() -> {
            free.invokeExact(context);
        });
        arena.close();
    }
}
