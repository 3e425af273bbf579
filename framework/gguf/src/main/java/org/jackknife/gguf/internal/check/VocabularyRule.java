package org.jackknife.gguf.internal.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;

/** Checks tokens, scores, token types and merges; llama.cpp trusts their types and lengths. */
public final class VocabularyRule implements Rule {
    static final String MODEL = "tokenizer.ggml.model";
    static final String TOKENS = "tokenizer.ggml.tokens";

    private static final String PRE = "tokenizer.ggml.pre";
    private static final String SCORES = "tokenizer.ggml.scores";
    private static final String TYPES = "tokenizer.ggml.token_type";
    private static final String MERGES = "tokenizer.ggml.merges";
    private static final Set<String> MODELS = Set.of("llama", "gpt2", "bert", "t5", "rwkv", "no_vocab");

    /** Unigram and SentencePiece tokenizers choose by score and know bytes by token type. */
    private static final Set<String> SCORED = Set.of("llama", "t5");

    @Override
    public void check(Gguf model, Findings findings) {
        GgufMetadata metadata = model.metadata();
        KeyTypes.require(metadata, MODEL, GgufType.STRING, findings);
        KeyTypes.require(metadata, PRE, GgufType.STRING, findings);
        String kind = metadata.string(MODEL).orElse("");
        if (!MODELS.contains(kind)) {
            findings.error(MODEL, metadata.has(MODEL) ? "is '" + kind + "', allowed are " + MODELS : "is missing");
            return;
        }
        if (kind.equals("no_vocab")) {
            findings.error(MODEL, "is 'no_vocab'; llama.cpp aborts when such a model is to read or write text");
            return;
        }
        if (kind.equals("rwkv") && !LlamaCpp.RECURRENT.contains(model.architecture())) {
            findings.error(MODEL, "is 'rwkv', which does not go with the architecture '" + model.architecture() + "'");
        }
        Optional<List<String>> tokens = checkTokens(metadata, findings);
        if (tokens.isEmpty()) {
            return;
        }
        checkScores(metadata, kind, tokens.get().size(), findings);
        Optional<List<Long>> types = checkTypes(metadata, kind, tokens.get().size(), findings);
        if (kind.equals("gpt2")) {
            checkPreTokenizer(metadata, findings);
            checkMerges(metadata, findings);
        }
        ByteTokens.check(kind, tokens.get(), types.orElse(List.of()), findings);
        SpecialTokens.check(metadata, kind, tokens.get(), findings);
        SpecialTokens.checkNamed(metadata, tokens.get(), findings);
    }

    private static Optional<List<String>> checkTokens(GgufMetadata metadata, Findings findings) {
        if (!metadata.has(TOKENS)) {
            findings.error(TOKENS, "is missing");
            return Optional.empty();
        }
        Optional<GgufValue.Array> array = KeyTypes.array(metadata, TOKENS, GgufType.STRING, findings);
        if (array.isEmpty()) {
            return Optional.empty();
        }
        List<String> tokens = metadata.strings(TOKENS).orElseThrow();
        if (tokens.isEmpty()) {
            findings.error(TOKENS, "is empty");
            return Optional.empty();
        }
        Map<String, Integer> seen = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            Integer earlier = seen.put(asLlamaCppReads(tokens.get(id), id), id);
            if (earlier != null) {
                findings.error(TOKENS, "token " + id + " is the same as token " + earlier + ", '" + tokens.get(id) + "'");
                break;
            }
        }
        metadata.u32(metadata.string("general.architecture").orElse("") + ".vocab_size")
                .filter(size -> size != tokens.size())
                .ifPresent(size -> findings.warning(TOKENS, "has " + tokens.size() + " tokens, vocab_size is " + size));
        return Optional.of(tokens);
    }

    /** llama.cpp cuts a token at a NUL and gives an empty one a name of its own. */
    private static String asLlamaCppReads(String token, int id) {
        int nul = token.indexOf('\0');
        String text = nul >= 0 ? token.substring(0, nul) : token;
        return text.isEmpty() ? "[EMPTY_" + id + "]" : text;
    }

    private static void checkScores(GgufMetadata metadata, String kind, int tokens, Findings findings) {
        if (!metadata.has(SCORES)) {
            if (SCORED.contains(kind)) {
                findings.error(SCORES, "is missing; a '" + kind + "' tokenizer chooses pieces by score");
            }
            return;
        }
        KeyTypes.array(metadata, SCORES, GgufType.FLOAT32, findings).ifPresent(scores -> {
            requireLength(SCORES, scores, tokens, findings);
            if (metadata.floats(SCORES).orElseThrow().stream().anyMatch(score -> score.isNaN())) {
                findings.error(SCORES, "holds a NaN");
            }
        });
    }

    private static Optional<List<Long>> checkTypes(
            GgufMetadata metadata, String kind, int tokens, Findings findings) {
        if (!metadata.has(TYPES)) {
            if (SCORED.contains(kind)) {
                findings.error(TYPES, "is missing; a '" + kind + "' tokenizer finds its byte tokens by type");
            }
            return Optional.empty();
        }
        Optional<GgufValue.Array> array = KeyTypes.array(metadata, TYPES, GgufType.INT32, findings);
        if (array.isEmpty() || !requireLength(TYPES, array.get(), tokens, findings)) {
            return Optional.empty();
        }
        List<Long> types = metadata.integers(TYPES).orElseThrow();
        types.stream()
                .filter(type -> type < 0 || type > ByteTokens.BYTE_TYPE)
                .findFirst()
                .ifPresent(type -> findings.error(TYPES, "holds " + type + ", allowed are 0 to " + ByteTokens.BYTE_TYPE));
        return Optional.of(types);
    }

    private static boolean requireLength(String key, GgufValue.Array array, int tokens, Findings findings) {
        if (array.elements().size() == tokens) {
            return true;
        }
        findings.error(key, "has " + array.elements().size() + " values for " + tokens + " tokens");
        return false;
    }

    private static void checkPreTokenizer(GgufMetadata metadata, Findings findings) {
        if (!metadata.has(PRE)) {
            findings.warning(PRE, "is missing; llama.cpp falls back to a default that may split text wrongly");
        }
        metadata.string(PRE)
                .filter(pre -> !LlamaCpp.PRE_TOKENIZERS.contains(pre))
                .ifPresent(pre -> findings.error(PRE, "is '" + pre + "', which llama.cpp b4916 does not know"));
    }

    private static void checkMerges(GgufMetadata metadata, Findings findings) {
        if (!metadata.has(MERGES)) {
            findings.error(MERGES, "is missing; byte pair encoding needs it");
            return;
        }
        if (KeyTypes.array(metadata, MERGES, GgufType.STRING, findings).isEmpty()) {
            return;
        }
        List<String> merges = metadata.strings(MERGES).orElseThrow();
        for (int i = 0; i < merges.size(); i++) {
            if (!wellFormed(merges.get(i))) {
                findings.error(MERGES, "merge " + i + " is '" + merges.get(i).replace('\0', '?')
                        + "', it must be two pieces with one space between them");
                return;
            }
        }
    }

    private static boolean wellFormed(String merge) {
        // a space inside a piece is spelt otherwise, but the left piece may be a space by itself
        int space = merge.indexOf(' ', 1);
        return space > 0 && space < merge.length() - 1 && merge.indexOf('\0') < 0;
    }
}
