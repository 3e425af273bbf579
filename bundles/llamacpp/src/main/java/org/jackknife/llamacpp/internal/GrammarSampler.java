package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jackknife.api.engine.EngineException;

/**
 * Chooses tokens that a GBNF grammar allows, with llama.cpp's grammar engine. One instance serves one generation.
 *
 * <p>The unconstrained choice is tried first, since testing one token is cheap; only where the grammar forbids it are
 * all tokens tested and the choice made again. The greedy result is the same; a drawn one has the same distribution
 * when nothing is cut off by top-k, top-p or min-p.
 */
final class GrammarSampler implements AutoCloseable {

    private static final String ROOT = "root";

    /** {@code llama_token_data}: id, logit, p. */
    private static final long TOKEN_DATA = 12;

    /** {@code llama_token_data_array}: data, size, selected, sorted. */
    private static final long TOKEN_DATA_ARRAY = 32;

    private final GrammarFunctions functions;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment sampler;
    private final MemorySegment candidates;
    private final MemorySegment array;

    /**
     * Compiles a grammar whose start symbol is {@code root}.
     *
     * @throws IllegalArgumentException if llama.cpp refuses it
     */
    GrammarSampler(NativeModel model, String grammar) {
        functions = model.library().functions().grammars();
        requireValid(model.library(), grammar);
        sampler = functions.init(
                model.vocabulary().pointer(), arena.allocateFrom(grammar), arena.allocateFrom(ROOT));
        candidates = arena.allocate(TOKEN_DATA * model.vocabulary().size(), Integer.BYTES);
        array = arena.allocate(TOKEN_DATA_ARRAY, Long.BYTES);
        array.set(ValueLayout.ADDRESS, 0, candidates);
    }

    /** Refuses a grammar that llama.cpp would silently not apply. */
    static void requireValid(NativeLibrary library, String grammar) {
        library.log().clear();
        if (!library.functions().grammars().valid(grammar, ROOT)) {
            throw new IllegalArgumentException("llama.cpp refuses the grammar (%s); the grammar is: %s"
                    .formatted(library.log().recent(), grammar));
        }
    }

    /** Chooses a token and moves the grammar past it. The logits of forbidden tokens may be overwritten. */
    int sample(Sampler choice, float[] logits) {
        int token = choice.sample(logits);
        if (!allowed(token)) {
            forbid(logits);
            token = choice.sample(logits);
            if (logits[token] == Float.NEGATIVE_INFINITY) {
                throw new EngineException("the grammar allows no token of this vocabulary here");
            }
        }
        functions.accept(sampler, token);
        return token;
    }

    private boolean allowed(int token) {
        put(0, token, 0);
        apply(1);
        return logit(0) != Float.NEGATIVE_INFINITY;
    }

    private void forbid(float[] logits) {
        for (int id = 0; id < logits.length; id++) {
            put(id, id, logits[id]);
        }
        apply(logits.length);
        for (int id = 0; id < logits.length; id++) {
            logits[id] = logit(id);
        }
    }

    private void apply(int count) {
        array.set(ValueLayout.JAVA_LONG, 8, count);
        array.set(ValueLayout.JAVA_LONG, 16, -1);
        array.set(ValueLayout.JAVA_LONG, 24, 0);
        functions.apply(sampler, array);
    }

    private void put(int index, int token, float logit) {
        candidates.set(ValueLayout.JAVA_INT, index * TOKEN_DATA, token);
        candidates.set(ValueLayout.JAVA_FLOAT, index * TOKEN_DATA + 4, logit);
        candidates.set(ValueLayout.JAVA_FLOAT, index * TOKEN_DATA + 8, 0);
    }

    private float logit(int index) {
        return candidates.get(ValueLayout.JAVA_FLOAT, index * TOKEN_DATA + 4);
    }

    @Override
    public void close() {
        functions.free(sampler);
        arena.close();
    }
}
