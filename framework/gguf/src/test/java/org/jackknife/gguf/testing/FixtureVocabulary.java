package org.jackknife.gguf.testing;

import java.util.ArrayList;
import java.util.List;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.internal.check.ByteAlphabet;

/** Makes small but complete vocabularies: every byte has a token, and a few words have one of their own. */
public enum FixtureVocabulary {
    /** Byte pair encoding as GPT-2 has it. */
    BPE {
        @Override
        GgufMetadata addTo(GgufMetadata metadata) {
            List<String> tokens = new ArrayList<>(ByteAlphabet.characters());
            List<Integer> types = new ArrayList<>(java.util.Collections.nCopies(tokens.size(), NORMAL));
            for (String merge : MERGES) {
                tokens.add(merge.replace(" ", ""));
                types.add(NORMAL);
            }
            for (String control : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>")) {
                tokens.add(control);
                types.add(CONTROL);
            }
            long end = tokens.size() - 1L;
            return metadata.with("tokenizer.ggml.model", "gpt2")
                    .with("tokenizer.ggml.pre", "gpt-2")
                    .with("tokenizer.ggml.tokens", GgufValue.strings(tokens))
                    .with("tokenizer.ggml.token_type", integers(types))
                    .with("tokenizer.ggml.merges", GgufValue.strings(MERGES))
                    .with("tokenizer.ggml.bos_token_id", GgufValue.u32(end - 2))
                    .with("tokenizer.ggml.eos_token_id", GgufValue.u32(end))
                    .with("tokenizer.ggml.add_bos_token", GgufValue.bool(false));
        }
    },

    /** SentencePiece as Llama 2 has it. */
    SPM {
        @Override
        GgufMetadata addTo(GgufMetadata metadata) {
            List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
            List<Integer> types = new ArrayList<>(List.of(UNKNOWN, CONTROL, CONTROL));
            for (int value = 0; value < 256; value++) {
                tokens.add("<0x%02X>".formatted(value));
                types.add(BYTE);
            }
            for (String piece : PIECES) {
                tokens.add(piece);
                types.add(NORMAL);
            }
            tokens.addAll(List.of("<|im_start|>", "<|im_end|>"));
            types.addAll(List.of(CONTROL, CONTROL));
            return metadata.with("tokenizer.ggml.model", "llama")
                    .with("tokenizer.ggml.pre", "default")
                    .with("tokenizer.ggml.tokens", GgufValue.strings(tokens))
                    .with("tokenizer.ggml.scores", scores(tokens.size()))
                    .with("tokenizer.ggml.token_type", integers(types))
                    .with("tokenizer.ggml.bos_token_id", GgufValue.u32(1))
                    .with("tokenizer.ggml.eos_token_id", GgufValue.u32(tokens.size() - 1L))
                    .with("tokenizer.ggml.unknown_token_id", GgufValue.u32(0))
                    .with("tokenizer.ggml.add_bos_token", GgufValue.bool(true));
        }
    };

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;

    private static final List<String> MERGES = List.of("h e", "l l", "he ll", "hell o", "\u0120 w", "o r", "e r", "i n");
    private static final List<String> PIECES =
            List.of("\u2581", "a", "e", "h", "l", "o", "r", "w", "he", "ll", "\u2581w", "or", "hell", "hello");

    /** Adds all {@code tokenizer.*} keys but the chat template. */
    abstract GgufMetadata addTo(GgufMetadata metadata);

    private static GgufValue integers(List<Integer> values) {
        return GgufValue.i32s(values.stream().mapToInt(Integer::intValue).toArray());
    }

    private static GgufValue scores(int count) {
        List<GgufValue> scores = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            scores.add(GgufValue.f32(-i));
        }
        return new GgufValue.Array(GgufType.FLOAT32, scores);
    }
}
