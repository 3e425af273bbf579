package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jackknife.api.engine.EngineException;

/**
 * A llama.cpp context: the key-value cache and the buffers of one computation at a time. Not safe for several threads
 * at once; use by one thread after another is fine.
 */
final class NativeContext implements AutoCloseable {

    private static final int NO_ROOM = 1;

    /** What a decode came to. */
    enum Decoded {
        DONE,
        /** The stop signal was given; the cache holds an unknown part of the batch, which the caller removes. */
        STOPPED
    }

    private final NativeModel model;
    private final Llama llama;
    private final ContextSettings settings;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment pointer;
    private final TokenBatch batch;
    private final int size;
    private StopSignal signal = StopSignal.NEVER;
    private boolean closed;

    NativeContext(NativeModel model, ContextSettings settings) {
        this(model, settings, Optional.empty());
    }

    /** With a probe, each node of a computation is shown to it. */
    NativeContext(NativeModel model, ContextSettings settings, Optional<ActivationProbe> probe) {
        this(model, settings, probe, true);
    }

    /** A context whose computations nothing can stop, so that llama.cpp never calls back: a yardstick for the others. */
    static NativeContext unstoppable(NativeModel model, ContextSettings settings) {
        return new NativeContext(model, settings, Optional.empty(), false);
    }

    private NativeContext(
            NativeModel model, ContextSettings settings, Optional<ActivationProbe> probe, boolean stoppable) {
        this.model = model;
        this.llama = model.library().llama();
        this.settings = settings;
        model.library().log().clear();
        pointer = llama.contextNew(model.pointer(), parameters(probe, stoppable));
        if (pointer.address() == 0) {
            arena.close();
            throw new EngineException("llama.cpp cannot make a context of %d tokens for %s: %s; lower the context option"
                    .formatted(settings.tokens(), model, model.library().log().recent()));
        }
        // llama.cpp rounds the number up; what was asked for is what counts
        size = Math.min(settings.tokens(), llama.contextSize(pointer));
        batch = new TokenBatch(model.library().layout().structs().batch(), settings.batch(), arena);
    }

    private MemorySegment parameters(Optional<ActivationProbe> probe, boolean stoppable) {
        MemorySegment p = llama.contextDefaults(arena);
        StructTable table = model.library().layout().structs().context();
        p.set(ValueLayout.JAVA_INT, table.at("n_ctx"), settings.tokens());
        p.set(ValueLayout.JAVA_INT, table.at("n_batch"), settings.batch());
        // one micro-batch per batch: how a prompt is cut then depends on its positions alone, see PrefillPlan
        p.set(ValueLayout.JAVA_INT, table.at("n_ubatch"), settings.batch());
        p.set(ValueLayout.JAVA_INT, table.at("n_seq_max"), settings.sequences());
        p.set(ValueLayout.JAVA_INT, table.at("n_threads"), settings.threads());
        p.set(ValueLayout.JAVA_INT, table.at("n_threads_batch"), settings.threads());
        p.set(ValueLayout.JAVA_INT, table.at("type_k"), settings.cache().keys().id());
        p.set(ValueLayout.JAVA_INT, table.at("type_v"), settings.cache().values().id());
        p.set(ValueLayout.JAVA_BOOLEAN, table.at("flash_attn"), settings.cache().flashAttention());
        if (stoppable) {
            p.set(ValueLayout.ADDRESS, table.at("abort_callback"), abortCallback());
        }
        probe.ifPresent(it -> p.set(ValueLayout.ADDRESS, table.at("cb_eval"), it.callback(arena)));
        return p;
    }

    private MemorySegment abortCallback() {
        try {
            var handle = MethodHandles.lookup()
                    .bind(this, "shouldAbort", MethodType.methodType(boolean.class, MemorySegment.class));
            return Linker.nativeLinker().upcallStub(
                    handle, FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ValueLayout.ADDRESS), arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Called by llama.cpp between the nodes of a computation, on the thread that called decode. */
    @SuppressWarnings("unused")
    private boolean shouldAbort(MemorySegment userData) {
        return signal.stop();
    }

    /** Positions the cache holds. */
    int size() {
        return size;
    }

    int vocabularySize() {
        return model.vocabulary().size();
    }

    ContextSettings settings() {
        return settings;
    }

    /** The batch to fill before {@link #decode}. */
    TokenBatch batch() {
        return batch;
    }

    /** Adds a token to the batch; refuses an id that would make llama.cpp end the process. */
    int add(int token, int position, int sequence, boolean output) {
        model.vocabulary().requireToken(token);
        return batch.add(token, position, sequence, output);
    }

    /**
     * Computes the batch.
     *
     * @throws EngineException if the cache has no room, or llama.cpp fails
     */
    Decoded decode(StopSignal stop) {
        requireOpen();
        signal = stop;
        model.library().log().clear();
        int result = llama.decode(pointer, batch.struct());
        if (result == NO_ROOM) {
            // a batch needs free cells that lie together, which several sequences soon scatter
            llama.kvDefragment(pointer);
            result = llama.decode(pointer, batch.struct());
        }
        signal = StopSignal.NEVER;
        return switch (result) {
            case 0 -> Decoded.DONE;
            case 2 -> Decoded.STOPPED;
            case NO_ROOM -> throw new EngineException("the key-value cache of %d tokens has no room for %d more; raise the "
                    .formatted(size, batch.count()) + "context option or lower the number of sequences");
            default -> throw new EngineException("llama_decode of %d tokens failed with %d: %s"
                    .formatted(batch.count(), result, model.library().log().recent()));
        };
    }

    /** Copies the logits of a token of the last batch, by its index there; it must have been added as an output. */
    void copyLogits(int index, float[] target) {
        requireOpen();
        MemorySegment logits = llama.logits(pointer, index);
        if (logits.address() == 0) {
            throw new IllegalStateException("no logits were kept for token %d of the batch".formatted(index));
        }
        long bytes = (long) target.length * Float.BYTES;
        MemorySegment.copy(logits.reinterpret(bytes), ValueLayout.JAVA_FLOAT, 0, target, 0, target.length);
    }

    /** Forgets the positions from {@code from} on. */
    void truncate(int sequence, int from) {
        requireOpen();
        if (!llama.kvRemove(pointer, sequence, from, -1)) {
            // recurrent models keep one state only and cannot forget a part of it
            llama.kvRemove(pointer, sequence, -1, -1);
            throw new EngineException("this architecture cannot forget positions from %d on".formatted(from));
        }
    }

    /** Lets the target share the first positions of the source. */
    void share(int source, int target, int positions) {
        requireOpen();
        llama.kvCopy(pointer, source, target, 0, positions);
    }

    void clear() {
        requireOpen();
        llama.kvClear(pointer);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            llama.contextFree(pointer);
            arena.close();
        }
    }
}
