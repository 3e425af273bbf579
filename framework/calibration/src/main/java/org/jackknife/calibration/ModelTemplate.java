package org.jackknife.calibration;

import java.util.List;
import java.util.Optional;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.chat.SpecialTokens;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;

/** Reads the chat template that a model file carries. */
public final class ModelTemplate {

    private ModelTemplate() {}

    /**
     * The template of the file, or plain ChatML where it has none.
     *
     * @throws org.jackknife.chat.jinja.TemplateException if the file's template cannot be parsed
     */
    public static ChatTemplates.Choice of(Gguf model) {
        GgufMetadata metadata = model.metadata();
        SpecialTokens tokens = new SpecialTokens(
                token(metadata, "tokenizer.ggml.bos_token_id"), token(metadata, "tokenizer.ggml.eos_token_id"));
        return ChatTemplates.forModel(metadata.string("tokenizer.chat_template"), tokens);
    }

    private static String token(GgufMetadata metadata, String idKey) {
        Optional<List<String>> tokens = metadata.strings("tokenizer.ggml.tokens");
        Optional<Long> id = metadata.integer(idKey);
        boolean known = tokens.isPresent() && id.isPresent() && id.get() >= 0 && id.get() < tokens.get().size();
        return known ? tokens.get().get(id.get().intValue()) : "";
    }
}
