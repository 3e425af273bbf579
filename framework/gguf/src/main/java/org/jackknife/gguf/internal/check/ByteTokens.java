package org.jackknife.gguf.internal.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that a vocabulary can express every byte, so that no text is lost or makes the tokenizer throw. */
final class ByteTokens {
    /** {@code LLAMA_TOKEN_TYPE_BYTE}, the largest token type. */
    static final int BYTE_TYPE = 6;

    private static final Pattern BYTE_TEXT = Pattern.compile("<0x[0-9A-Fa-f]{2}>");
    private static final int BYTES = 256;

    private ByteTokens() {}

    static void check(String kind, List<String> tokens, List<Long> types, Findings findings) {
        switch (kind) {
            case "llama" -> {
                checkByteTexts(tokens, types, findings);
                checkSentencePiece(tokens, findings);
            }
            case "t5" -> checkByteTexts(tokens, types, findings);
            case "bert" -> refuseByteTokens(types, findings);
            case "gpt2" -> checkBytePairs(tokens, findings);
            default -> {}
        }
    }

    /** The value of a byte token is read out of its text. */
    private static void checkByteTexts(List<String> tokens, List<Long> types, Findings findings) {
        for (int id = 0; id < types.size(); id++) {
            if (types.get(id) == BYTE_TYPE && !BYTE_TEXT.matcher(tokens.get(id)).matches()) {
                findings.error(VocabularyRule.TOKENS, "token " + id + " is of type byte but reads '" + tokens.get(id)
                        + "', it must read like <0x0A>");
                return;
            }
        }
    }

    /** A WordPiece tokenizer has no byte tokens, and llama.cpp aborts when it writes one out. */
    private static void refuseByteTokens(List<Long> types, Findings findings) {
        int id = types.indexOf((long) BYTE_TYPE);
        if (id >= 0) {
            findings.error(VocabularyRule.TOKENS, "token " + id + " is of type byte, which 'bert' vocabularies have not");
        }
    }

    private static void checkSentencePiece(List<String> tokens, Findings findings) {
        Set<String> known = new HashSet<>(tokens);
        for (int value = 0; value < BYTES; value++) {
            // llama.cpp takes a one-byte token where the spelt-out one is missing
            boolean plain = value > 0 && value < 0x80 && known.contains(String.valueOf((char) value));
            if (!plain && !known.contains("<0x%02X>".formatted(value))) {
                findings.error(VocabularyRule.TOKENS, "there is no token <0x%02X>; ".formatted(value)
                        + "a SentencePiece vocabulary needs one for every byte");
                return;
            }
        }
    }

    private static void checkBytePairs(List<String> tokens, Findings findings) {
        Set<String> known = new HashSet<>(tokens);
        long missing = ByteAlphabet.characters().stream().filter(text -> !known.contains(text)).count();
        if (missing > 0) {
            findings.warning(VocabularyRule.TOKENS, missing
                    + " of 256 bytes have no token; text with these bytes is cut without notice");
        }
    }
}
