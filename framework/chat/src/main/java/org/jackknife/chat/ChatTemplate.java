package org.jackknife.chat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jackknife.chat.internal.CallIds;
import org.jackknife.chat.internal.MessageValues;
import org.jackknife.chat.internal.SystemText;
import org.jackknife.chat.jinja.JinjaTemplate;
import org.jackknife.chat.jinja.TemplateException;

/**
 * Renders conversations to the prompt a model was trained on, with the Jinja template that comes with the model.
 *
 * <p>The text is what {@code apply_chat_template} of Hugging Face's transformers gives. Many templates print the
 * beginning-of-sequence token themselves: tokenize the prompt with special tokens parsed and without adding another.
 *
 * <p>A template that prints today's date would make every run differ, so by default the clock stands still; see
 * {@link #withClock}. Immutable and safe for use by several threads.
 */
public final class ChatTemplate {

    /** The date that Llama 3's templates print when nobody tells them another: 26 July 2024. */
    private static final Clock STANDING = Clock.fixed(Instant.parse("2024-07-26T00:00:00Z"), ZoneOffset.UTC);

    private final String source;
    private final JinjaTemplate template;
    private final SpecialTokens tokens;
    private final Clock clock;
    private final Adaptation adaptation;

    /**
     * What is done to a conversation before the template sees it.
     *
     * @param argumentsAsText whether the arguments of tool calls are JSON text rather than objects
     * @param systemInUserTurn whether system texts open the first user message
     */
    private record Adaptation(boolean argumentsAsText, boolean systemInUserTurn) {

        static final Adaptation NONE = new Adaptation(false, false);
    }

    private ChatTemplate(
            String source, JinjaTemplate template, SpecialTokens tokens, Clock clock, Adaptation adaptation) {
        this.source = source;
        this.template = template;
        this.tokens = tokens;
        this.clock = clock;
        this.adaptation = adaptation;
    }

    /**
     * Parses a template.
     *
     * @param source Jinja source, as {@code tokenizer.chat_template} of a GGUF holds it
     * @throws TemplateException if the source is not a template; it names the line
     */
    public static ChatTemplate parse(String source, SpecialTokens tokens) {
        Objects.requireNonNull(tokens, "tokens");
        ChatTemplate template = new ChatTemplate(source, JinjaTemplate.parse(source), tokens, STANDING, Adaptation.NONE);
        // DeepSeek's templates join the arguments to other text, which only works with text
        ChatTemplate withText = template.with(new Adaptation(true, false));
        return !TemplateProbe.showsCalls(template) && TemplateProbe.showsCalls(withText) ? withText : template;
    }

    /** This template with another clock for {@code strftime_now}; its zone counts too. */
    public ChatTemplate withClock(Clock newClock) {
        return new ChatTemplate(source, template, tokens, Objects.requireNonNull(newClock, "newClock"), adaptation);
    }

    /**
     * This template with system texts at the head of the first user message, a blank line between, if a system message
     * would be refused or left out while the same words of a user come through; otherwise this template. Gemma 3's own
     * template writes system texts like that.
     */
    public ChatTemplate withSystemForced() {
        ChatTemplate folding = with(new Adaptation(adaptation.argumentsAsText(), true));
        return !TemplateProbe.showsSystem(this) && TemplateProbe.showsSystem(folding) ? folding : this;
    }

    private ChatTemplate with(Adaptation other) {
        return new ChatTemplate(source, template, tokens, clock, other);
    }

    /** Whether system texts stand in the first user turn because the template has no place for them. */
    public boolean forcesSystem() {
        return adaptation.systemInUserTurn();
    }

    /** The Jinja source. */
    public String source() {
        return source;
    }

    /**
     * Renders a conversation.
     *
     * @param messages system, user, assistant and tool messages in order; text only. Tool calls reach the template with
     *     their arguments as objects; as text where they are no JSON object, or where the template can only take text
     * @param tools tools on offer, in the order they are to be shown; empty for none
     * @param addGenerationPrompt whether to end with the opening of the assistant's next turn
     * @throws TemplateException if the template refuses the conversation, e.g. its order of roles, or fails on it
     * @throws IllegalArgumentException if a message holds something other than text
     */
    public String render(List<ChatMessage> messages, List<ToolSpecification> tools, boolean addGenerationPrompt) {
        Map<String, Object> variables = new HashMap<>();
        List<ChatMessage> said = adaptation.systemInUserTurn() ? SystemText.inUserTurn(messages) : messages;
        variables.put("messages", new MessageValues(new CallIds(source), adaptation.argumentsAsText()).of(said));
        variables.put("tools", tools.isEmpty() ? null : MessageValues.ofTools(tools));
        variables.put("documents", null);
        variables.put("add_generation_prompt", addGenerationPrompt);
        variables.put("bos_token", tokens.bos());
        variables.put("eos_token", tokens.eos());
        return template.render(variables, clock);
    }

    /** Renders the prompt for the assistant's next turn, without tools. */
    public String render(List<ChatMessage> messages) {
        return render(messages, List.of(), true);
    }

    /** Finds out by trial what the template itself can express, without what is done to serve it. */
    public TemplateInfo probe() {
        return TemplateProbe.of(with(new Adaptation(adaptation.argumentsAsText(), false)));
    }

    /**
     * Says whether the prompt for the shorter conversation is the beginning of the prompt for the longer one, so that an
     * engine need not read it twice.
     *
     * @throws TemplateException if the template refuses one of the two
     */
    public boolean appendOnly(List<ChatMessage> shorter, List<ChatMessage> longer, List<ToolSpecification> tools) {
        return render(longer, tools, true).startsWith(render(shorter, tools, true));
    }
}
