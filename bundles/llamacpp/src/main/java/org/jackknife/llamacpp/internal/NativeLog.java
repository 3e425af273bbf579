package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives llama.cpp's log lines, which would otherwise go to standard error, and keeps the last warnings and errors
 * so that a failed call can be explained in llama.cpp's own words. Safe for several threads.
 */
final class NativeLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.jackknife.llamacpp.native");
    private static final int KEPT_LINES = 20;
    private static final int WARN = 3;
    private static final int ERROR = 4;

    private final Deque<String> recent = new ArrayDeque<>();
    private final MemorySegment callback;

    NativeLog() {
        try {
            var handle = MethodHandles.lookup()
                    .bind(this, "accept", MethodType.methodType(
                            void.class, int.class, MemorySegment.class, MemorySegment.class));
            callback = Linker.nativeLinker().upcallStub(
                    handle,
                    FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                    Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The function pointer to give to {@code llama_log_set}; valid for the life of the process. */
    MemorySegment callback() {
        return callback;
    }

    /** Called from native code: an exception that left here would end the process. */
    @SuppressWarnings("unused")
    private void accept(int level, MemorySegment text, MemorySegment user) {
        try {
            String line = Downcalls.string(text).strip();
            if (level == ERROR || level == WARN) {
                keep(line);
            }
            if (level == ERROR) {
                LOG.warn(line);
            } else {
                LOG.debug(line);
            }
        } catch (Throwable t) {
            keep("a log line was lost: " + t);
        }
    }

    private synchronized void keep(String line) {
        if (recent.size() == KEPT_LINES) {
            recent.removeFirst();
        }
        recent.addLast(line);
    }

    /** Forgets what was kept: to be called before a call whose failure is to be explained. */
    synchronized void clear() {
        recent.clear();
    }

    /** The warnings and errors since {@link #clear}, in one line; empty where there were none. */
    synchronized String recent() {
        return String.join("; ", recent);
    }
}
