package org.jackknife.llamacpp.internal;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jackknife.api.engine.EngineException;

/**
 * The tokens of a model: text to ids and back. Safe for several threads. Once the model is closed, calls throw {@link
 * IllegalStateException}.
 */
public final class Vocabulary {

    private final Llama llama;
    private final MemorySegment pointer;
    private final Lifetime lifetime;
    private final int size;
    /** What was asked for once: an answer asks for the same few tokens again and again. */
    private final AtomicReferenceArray<byte[]> pieces;

    Vocabulary(Llama llama, MemorySegment pointer, Lifetime lifetime) {
        this.lifetime = lifetime;
        this.llama = llama;
        this.pointer = pointer;
        this.size = llama.vocabSize(pointer);
        this.pieces = new AtomicReferenceArray<>(size);
    }

    MemorySegment pointer() {
        return pointer;
    }

    /** How many tokens there are. */
    public int size() {
        return size;
    }

    /** Whether a token ends a generation. */
    public boolean endsGeneration(int token) {
        requireToken(token);
        return lifetime.use(() -> llama.vocabEog(pointer, token));
    }

    /**
     * Splits a text; nothing is added before or after it, because chat templates write these tokens themselves.
     *
     * @param special whether control tokens written in the text become their ids
     */
    public int[] tokenize(String text, boolean special) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            MemorySegment in = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
            MemorySegment.copy(bytes, 0, in, ValueLayout.JAVA_BYTE, 0, bytes.length);
            // no token is shorter than a byte, but a space may be put in front
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT, bytes.length + 8L);
            int count = lifetime.use(() -> llama.tokenize(pointer, in, out, special));
            if (count < 0) {
                throw new EngineException("llama.cpp cannot tokenize a text of %d bytes: it needs %d tokens"
                        .formatted(bytes.length, -count));
            }
            return out.asSlice(0, (long) count * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
        }
    }

    /**
     * The bytes of a token, control tokens as their names; one character may be spread over several tokens. The array is
     * shared and must not be changed.
     */
    public byte[] piece(int token) {
        requireToken(token);
        return lifetime.use(() -> {
            byte[] known = pieces.getAcquire(token);
            if (known == null) {
                known = readPiece(token);
                pieces.setRelease(token, known);
            }
            return known;
        });
    }

    private byte[] readPiece(int token) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(64);
            int length = llama.tokenPiece(pointer, token, buffer);
            if (length >= 0) {
                return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
            MemorySegment larger = arena.allocate(-length);
            int whole = llama.tokenPiece(pointer, token, larger);
            return larger.asSlice(0, whole).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** The text of tokens, control tokens as their names. */
    public String detokenize(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(piece(token));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Refuses an id that would make llama.cpp end the process. */
    void requireToken(int token) {
        if (token < 0 || token >= size) {
            throw new IllegalArgumentException(
                    "token id %d is outside the vocabulary of %d tokens".formatted(token, size));
        }
    }
}
