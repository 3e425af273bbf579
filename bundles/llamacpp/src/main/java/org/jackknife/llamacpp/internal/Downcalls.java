package org.jackknife.llamacpp.internal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jackknife.api.engine.EngineException;

/** Binds C functions of one library to method handles. */
abstract class Downcalls {

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    static final ValueLayout.OfBoolean BOOL = ValueLayout.JAVA_BOOLEAN;
    static final ValueLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();

    private final SymbolLookup lookup;

    Downcalls(SymbolLookup lookup) {
        this.lookup = lookup;
    }

    /** Runs a bound function. */
    @FunctionalInterface
    interface Body<T> {
        T run() throws Throwable;
    }

    /** Runs a bound function that answers nothing. */
    @FunctionalInterface
    interface VoidBody {
        void run() throws Throwable;
    }

    final MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
    }

    final MethodHandle bindVoid(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.ofVoid(arguments));
    }

    private MemorySegment symbol(String name) {
        return lookup.find(name)
                .orElseThrow(() -> new EngineException("the llama.cpp library lacks the function " + name));
    }

    static <T> T call(Body<T> body) {
        try {
            return body.run();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static void run(VoidBody body) {
        try {
            body.run();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** C functions throw nothing; what arrives here is a wrong type in a binding, or an error of the JVM itself. */
    private static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof RuntimeException runtime ? runtime : new IllegalStateException(t);
    }

    /** A C string of unknown length; empty for a null pointer. */
    static String string(MemorySegment pointer) {
        return pointer.address() == 0 ? "" : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
