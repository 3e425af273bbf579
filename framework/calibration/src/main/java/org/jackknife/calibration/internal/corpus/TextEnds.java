package org.jackknife.calibration.internal.corpus;

import java.util.Optional;
import java.util.OptionalInt;
import org.jackknife.gguf.GgufMetadata;

/**
 * The tokens with which a model's texts begin and end.
 *
 * @param opening the token that opens a text; empty where there is none
 * @param closing the token that ends a text; empty where there is none
 * @param opens whether the opening token is put before every text
 */
public record TextEnds(OptionalInt opening, OptionalInt closing, boolean opens) {

    /** What a model's metadata say; where they are silent, what llama.cpp b4916 assumes for the kind of tokenizer. */
    public static TextEnds of(GgufMetadata metadata) {
        OptionalInt opening = token(metadata, "tokenizer.ggml.bos_token_id");
        boolean added = metadata.bool("tokenizer.ggml.add_bos_token").orElseGet(() -> addedByDefault(metadata));
        return new TextEnds(opening, token(metadata, "tokenizer.ggml.eos_token_id"), added && opening.isPresent());
    }

    /** SentencePiece vocabularies, and byte pair vocabularies of Llama 3. */
    private static boolean addedByDefault(GgufMetadata metadata) {
        String kind = metadata.string("tokenizer.ggml.model").orElse("");
        String pre = metadata.string("tokenizer.ggml.pre").orElse("");
        return kind.equals("llama") || pre.startsWith("llama");
    }

    private static OptionalInt token(GgufMetadata metadata, String key) {
        Optional<Long> id = metadata.integer(key);
        return id.isPresent() ? OptionalInt.of(Math.toIntExact(id.get())) : OptionalInt.empty();
    }
}
