package org.jackknife.gguf.internal.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        FLAGS.forEach(name -> KeyTypes.require(metadata, PREFIX + name, GgufType.BOOL, findings));
    }
}
