package org.jackknife.chat;

import java.util.Objects;

/**
 * The texts of a model's special tokens, as templates print them.
 *
 * @param bos text of the token that begins a sequence, empty if the model has none
 * @param eos text of the token that ends a turn or a sequence, empty if the model has none
 */
public record SpecialTokens(String bos, String eos) {

    /** A model without special tokens that a template would name. */
    public static final SpecialTokens NONE = new SpecialTokens("", "");

    public SpecialTokens {
        Objects.requireNonNull(bos, "bos");
        Objects.requireNonNull(eos, "eos");
    }
}
