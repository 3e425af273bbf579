package org.jackknife.gguf.internal.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;

/** Checks that the ids of special tokens, given or assumed, are tokens. */
final class SpecialTokens {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final List<String> IDS = List.of(
            "bos_token_id", "eos_token_id", "eot_token_id", "eom_token_id", "unknown_token_id", "seperator_token_id",
            "padding_token_id", "cls_token_id", "mask_token_id", "fim_pre_token_id", "fim_suf_token_id",
            "fim_mid_token_id", "fim_pad_token_id", "fim_rep_token_id", "fim_sep_token_id", "prefix_token_id",
            "suffix_token_id", "middle_token_id");
    private static final List<String> FLAGS =
            List.of("add_bos_token", "add_eos_token", "add_space_prefix", "remove_extra_whitespaces");

    /** What llama.cpp assumes for an id that is not given, by tokenizer model. */
    private static final Map<String, Map<String, Long>> ASSUMED = Map.of(
            "llama", Map.of("bos_token_id", 1L, "eos_token_id", 2L, "unknown_token_id", 0L),
            "gpt2", Map.of("bos_token_id", 11L, "eos_token_id", 11L),
            "bert",
                    Map.of(
                            "bos_token_id", 101L,
                            "unknown_token_id", 100L,
                            "seperator_token_id", 102L,
                            "padding_token_id", 0L,
                            "mask_token_id", 103L),
            "t5", Map.of("eos_token_id", 1L, "unknown_token_id", 2L, "padding_token_id", 0L));

    /** llama.cpp changes the spacing around these in models named so, and fails where one is missing. */
    private static final List<String> NEEDED_BY_PHI3 = List.of("</s>", "<unk>", "<s>", "<|endoftext|>");

    private static final List<String> PHI3_NAMES = List.of("phi-3", "phi3");

    /** Pre-tokenizers that llama.cpp loads only together with a {@code <mask>} token. */
    private static final Set<String> NEED_MASK = Set.of("jina-v2-de", "jina-v2-es", "jina-v2-code");

    private SpecialTokens() {}

    static void check(GgufMetadata metadata, String kind, List<String> tokens, Findings findings) {
        Map<String, Long> ids = new HashMap<>(ASSUMED.getOrDefault(kind, Map.of()));
        for (String name : IDS) {
            KeyTypes.require(metadata, PREFIX + name, GgufType.UINT32, findings);
            metadata.u32(PREFIX + name).ifPresent(id -> ids.put(name, id));
        }
        ids.forEach((name, id) -> {
            if (id >= tokens.size()) {
                findings.error(PREFIX + name, (metadata.has(PREFIX + name) ? "is " : "is missing and taken to be ") + id
                        + ", there are tokens 0 to " + (tokens.size() - 1));
            }
        });
        KeyTypes.require(metadata, PREFIX + "token_type_count", GgufType.UINT32, findings);
        FLAGS.forEach(name -> KeyTypes.require(metadata, PREFIX + name, GgufType.BOOL, findings));
    }

    /** Checks tokens that llama.cpp looks up by text because of other keys. */
    static void checkNamed(GgufMetadata metadata, List<String> tokens, Findings findings) {
        String pre = metadata.string(PREFIX + "pre").orElse("");
        if (NEED_MASK.contains(pre) && !tokens.contains("<mask>")) {
            findings.error(PREFIX + "pre", "is '" + pre + "', which needs a token <mask>");
        }
        String name = metadata.string("general.name").orElse("").toLowerCase(Locale.ROOT);
        if (PHI3_NAMES.stream().anyMatch(name::contains) && !new HashSet<>(tokens).containsAll(NEEDED_BY_PHI3)) {
            findings.error("general.name", "is '" + name + "', for which llama.cpp needs the tokens " + NEEDED_BY_PHI3
                    + "; rename the model");
        }
    }
}
