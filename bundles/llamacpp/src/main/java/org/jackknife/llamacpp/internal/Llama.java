package org.jackknife.llamacpp.internal;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The functions of {@code llama.h} that the engine uses, under the names of one build. */
final class Llama extends Downcalls {

    private final NativeLayout layout;
    private final MethodHandle modelLoad;
    private final MethodHandle modelFree;
    private final MethodHandle modelVocab;
    private final MethodHandle modelDescription;
    private final MethodHandle modelTrainedContext;
    private final MethodHandle contextNew;
    private final MethodHandle contextFree;
    private final MethodHandle contextSize;
    private final MethodHandle decode;
    private final MethodHandle logits;
    private final MethodHandle kvClear;
    private final MethodHandle kvRemove;
    private final MethodHandle kvCopy;
    private final MethodHandle kvDefragment;
    private final MethodHandle kvUpdate;
    private final MethodHandle vocabSize;
    private final MethodHandle vocabEog;
    private final MethodHandle tokenize;
    private final MethodHandle tokenPiece;
    private final MethodHandle modelDefaults;
    private final MethodHandle contextDefaults;

    Llama(SymbolLookup lookup, NativeLayout layout) {
        super(lookup);
        this.layout = layout;
        MemoryLayout model = layout.structs().model().byValue();
        MemoryLayout context = layout.structs().context().byValue();
        MemoryLayout batch = layout.structs().batch().byValue();
        modelDefaults = bind("llama_model_default_params", model);
        contextDefaults = bind("llama_context_default_params", context);
        modelLoad = bind("llama_model_load_from_file", POINTER, POINTER, model);
        modelFree = bindVoid("llama_model_free", POINTER);
        modelVocab = bind("llama_model_get_vocab", POINTER, POINTER);
        modelDescription = bind("llama_model_desc", INT, POINTER, POINTER, LONG);
        modelTrainedContext = bind("llama_model_n_ctx_train", INT, POINTER);
        contextNew = bind("llama_init_from_model", POINTER, POINTER, context);
        contextFree = bindVoid("llama_free", POINTER);
        contextSize = bind("llama_n_ctx", INT, POINTER);
        decode = bind("llama_decode", INT, POINTER, batch);
        logits = bind("llama_get_logits_ith", POINTER, POINTER, INT);
        kvClear = bindVoid(layout.symbols().kvClear(), POINTER);
        kvRemove = bind(layout.symbols().kvRemove(), BOOL, POINTER, INT, INT, INT);
        kvCopy = bindVoid(layout.symbols().kvCopy(), POINTER, INT, INT, INT, INT);
        kvDefragment = bindVoid(layout.symbols().kvDefragment(), POINTER);
        kvUpdate = bindVoid(layout.symbols().kvUpdate(), POINTER);
        vocabSize = bind("llama_vocab_n_tokens", INT, POINTER);
        vocabEog = bind("llama_vocab_is_eog", BOOL, POINTER, INT);
        tokenize = bind("llama_tokenize", INT, POINTER, POINTER, INT, POINTER, INT, BOOL, BOOL);
        tokenPiece = bind("llama_token_to_piece", INT, POINTER, INT, POINTER, INT, INT, BOOL);
        MethodHandle backendInit = bindVoid("llama_backend_init");
        run(() -> {
            backendInit.invokeExact();
        });
    }

    NativeLayout layout() {
        return layout;
    }

    MemorySegment modelDefaults(SegmentAllocator allocator) {
        return call(() -> (MemorySegment) modelDefaults.invokeExact(allocator));
    }

    MemorySegment contextDefaults(SegmentAllocator allocator) {
        return call(() -> (MemorySegment) contextDefaults.invokeExact(allocator));
    }

    /** A null pointer where the file cannot be loaded. */
    MemorySegment modelLoad(MemorySegment path, MemorySegment parameters) {
        return call(() -> (MemorySegment) modelLoad.invokeExact(path, parameters));
    }

    void modelFree(MemorySegment model) {
        run(() -> {
            modelFree.invokeExact(model);
        });
    }

    MemorySegment modelVocab(MemorySegment model) {
        return call(() -> (MemorySegment) modelVocab.invokeExact(model));
    }

    int modelDescription(MemorySegment model, MemorySegment buffer) {
        return call(() -> (int) modelDescription.invokeExact(model, buffer, buffer.byteSize()));
    }

    int modelTrainedContext(MemorySegment model) {
        return call(() -> (int) modelTrainedContext.invokeExact(model));
    }

    /** A null pointer where the context cannot be made. */
    MemorySegment contextNew(MemorySegment model, MemorySegment parameters) {
        return call(() -> (MemorySegment) contextNew.invokeExact(model, parameters));
    }

    void contextFree(MemorySegment context) {
        run(() -> {
            contextFree.invokeExact(context);
        });
    }

    int contextSize(MemorySegment context) {
        return call(() -> (int) contextSize.invokeExact(context));
    }

    /** 0 done, 1 no room in the cache, 2 aborted, below 0 an error. Aborts the process for invalid token ids. */
    int decode(MemorySegment context, MemorySegment batch) {
        return call(() -> (int) decode.invokeExact(context, batch));
    }

    /** The logits of the batch's i-th token; it must have asked for them. */
    MemorySegment logits(MemorySegment context, int i) {
        return call(() -> (MemorySegment) logits.invokeExact(context, i));
    }

    void kvClear(MemorySegment context) {
        run(() -> {
            kvClear.invokeExact(context);
        });
    }

    /** Drops the positions [from, to) of a sequence; a negative bound is open. */
    boolean kvRemove(MemorySegment context, int sequence, int from, int to) {
        return call(() -> (boolean) kvRemove.invokeExact(context, sequence, from, to));
    }

    /** Lets one sequence share the positions [from, to) of another. */
    void kvCopy(MemorySegment context, int source, int target, int from, int to) {
        run(() -> {
            kvCopy.invokeExact(context, source, target, from, to);
        });
    }

    /** Moves the used cells of the cache together, so that the free ones lie together as well. */
    void kvDefragment(MemorySegment context) {
        run(() -> {
            kvDefragment.invokeExact(context);
        });
        run(() -> {
            kvUpdate.invokeExact(context);
        });
    }

    int vocabSize(MemorySegment vocab) {
        return call(() -> (int) vocabSize.invokeExact(vocab));
    }

    boolean vocabEog(MemorySegment vocab, int token) {
        return call(() -> (boolean) vocabEog.invokeExact(vocab, token));
    }

    /** The number of tokens, or minus the number needed where the room is too small. */
    int tokenize(MemorySegment vocab, MemorySegment text, MemorySegment tokens, boolean special) {
        int bytes = Math.toIntExact(text.byteSize());
        int room = Math.toIntExact(tokens.byteSize() / Integer.BYTES);
        return call(() -> (int) tokenize.invokeExact(vocab, text, bytes, tokens, room, false, special));
    }

    /** The number of bytes, or minus the number needed where the room is too small. */
    int tokenPiece(MemorySegment vocab, int token, MemorySegment buffer) {
        int room = Math.toIntExact(buffer.byteSize());
        return call(() -> (int) tokenPiece.invokeExact(vocab, token, buffer, room, 0, true));
    }
}
