package org.jackknife.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** The templates that come with this library, and the choice of a template for a model. */
public final class ChatTemplates {

    private static final SpecialTokens CHATML_TOKENS = new SpecialTokens("", "<|im_end|>");

    private ChatTemplates() {}

    /**
     * A template and why it was taken.
     *
     * @param template what to render with
     * @param fallback whether the model brought no template of its own
     * @param reason one sentence for whoever reads the run
     */
    public record Choice(ChatTemplate template, boolean fallback, String reason) {}

    /**
     * The template of the embedded model: ChatML with one line per tool in the system turn, calls as
     * {@code <tool_call>{"name": "x", "arguments": {...}}</tool_call>}, and results in a turn of role {@code tool}.
     */
    public static ChatTemplate compact() {
        return ChatTemplate.parse(resource("compact.jinja"), CHATML_TOKENS);
    }

    /** Plain ChatML: every message as a turn of its role, no tools. */
    public static ChatTemplate chatMl() {
        return ChatTemplate.parse(resource("chatml.jinja"), CHATML_TOKENS);
    }

    /**
     * Takes the model's own template, or plain ChatML if it has none. Where the model's template refuses or drops system
     * messages, as Gemma 2's does, their text is written into the first user turn rather than lost.
     *
     * @param source the value of {@code tokenizer.chat_template}; empty, or blank text, if the file has none
     * @throws org.jackknife.chat.jinja.TemplateException if the model's template cannot be parsed: quietly rendering with
     *     another would measure a model on prompts it has never seen
     */
    public static Choice forModel(Optional<String> source, SpecialTokens tokens) {
        if (source.isEmpty() || source.get().isBlank()) {
            return new Choice(chatMl(), true, "the model file has no chat template, so its prompts are plain ChatML");
        }
        ChatTemplate template = ChatTemplate.parse(source.get(), tokens).withSystemForced();
        String system = template.forcesSystem() ? ", which has no system turn: system texts open the first user turn" : "";
        return new Choice(template, false, "the chat template of the model file" + system);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ChatTemplates.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name + " of this library", unreadable);
        }
    }
}
