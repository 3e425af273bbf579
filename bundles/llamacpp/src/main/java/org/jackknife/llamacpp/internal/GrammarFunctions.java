package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The functions of llama.cpp's grammar sampler. */
final class GrammarFunctions extends Downcalls {

    private final MethodHandle parse;
    private final MethodHandle parseFree;
    private final MethodHandle init;
    private final MethodHandle apply;
    private final MethodHandle accept;
    private final MethodHandle free;

    GrammarFunctions(SymbolLookup lookup, NativeLayout layout) {
        super(lookup);
        parse = bind(
                layout.symbols().grammarParse(), POINTER, POINTER, POINTER, POINTER, BOOL, POINTER, LONG, POINTER, LONG);
        parseFree = bindVoid(layout.symbols().grammarFree(), POINTER);
        init = bind("llama_sampler_init_grammar", POINTER, POINTER, POINTER, POINTER);
        apply = bindVoid("llama_sampler_apply", POINTER, POINTER);
        accept = bindVoid("llama_sampler_accept", POINTER, INT);
        free = bindVoid("llama_sampler_free", POINTER);
    }

    /**
     * Whether llama.cpp's parser takes the grammar. {@link #init} answers a sampler even for an invalid grammar, one
     * that constrains nothing, so this has to be asked first.
     */
    boolean valid(String grammar, String root) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment none = MemorySegment.NULL;
            MemorySegment text = arena.allocateFrom(grammar);
            MemorySegment start = arena.allocateFrom(root);
            MemorySegment parsed = call(() -> (MemorySegment)
                    parse.invokeExact(none, text, start, false, none, 0L, none, 0L));
            if (parsed.address() == 0) {
                return false;
            }
            run(() -> {
            parseFree.invokeExact(parsed);
        });
            return true;
        }
    }

    MemorySegment init(MemorySegment vocab, MemorySegment grammar, MemorySegment root) {
        return call(() -> (MemorySegment) init.invokeExact(vocab, grammar, root));
    }

    /** Sets the logit of every candidate that the grammar forbids to minus infinity. */
    void apply(MemorySegment sampler, MemorySegment candidates) {
        run(() -> {
            apply.invokeExact(sampler, candidates);
        });
    }

    /** Moves the grammar on. Ends the process for a token that the grammar forbids. */
    void accept(MemorySegment sampler, int token) {
        run(() -> {
            accept.invokeExact(sampler, token);
        });
    }

    void free(MemorySegment sampler) {
        run(() -> {
            free.invokeExact(sampler);
        });
    }
}
