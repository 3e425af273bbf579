package org.jackknife.llamacpp.internal;

import java.util.List;
import java.util.Optional;
import org.jackknife.api.engine.EngineException;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.chat.SpecialTokens;
import org.jackknife.chat.calls.ToolCallForm;
import org.jackknife.chat.jinja.TemplateException;
import org.jackknife.gguf.GgufMetadata;

/**
 * How a model is talked to: the template that writes its prompts and the form of its tool calls.
 *
 * @param choice the template and where it came from
 * @param form the form of tool calls that the template teaches
 * @param showsTools whether tools on offer appear in the prompt
 */
record ChatFormat(ChatTemplates.Choice choice, ToolCallForm form, boolean showsTools) {

    /**
     * Reads a model's format from its file.
     *
     * @throws EngineException if the file has a template that cannot be parsed
     */
    static ChatFormat of(GgufMetadata metadata) {
        SpecialTokens special =
                new SpecialTokens(token(metadata, "tokenizer.ggml.bos_token_id"), token(metadata, "tokenizer.ggml.eos_token_id"));
        try {
            var choice = ChatTemplates.forModel(metadata.string("tokenizer.chat_template"), special);
            boolean showsTools = choice.template().probe().tools();
            return new ChatFormat(choice, ToolCallForm.ofTemplate(choice.template().source()), showsTools);
        } catch (TemplateException e) {
            throw new EngineException("the model's chat template cannot be used: " + e.getMessage(), e);
        }
    }

    private static String token(GgufMetadata metadata, String key) {
        Optional<List<String>> tokens = metadata.strings("tokenizer.ggml.tokens");
        return metadata.integer(key)
                .filter(id -> tokens.isPresent() && id >= 0 && id < tokens.get().size())
                .map(id -> tokens.get().get(id.intValue()))
                .orElse("");
    }
}
