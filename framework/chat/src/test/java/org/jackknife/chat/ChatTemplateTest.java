package org.jackknife.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.chat.jinja.TemplateException;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {

    private static final ToolExecutionRequest CALL = ToolExecutionRequest.builder().id("some-long-id").name("f").arguments("{\"x\": 1}").build();
    private static final List<ChatMessage> AFTER_CALL =
            List.of(UserMessage.from("Hi"), AiMessage.from(CALL), ToolExecutionResultMessage.from(CALL, "ok"));

    @Test
    void theCompactTemplateCanSayEverythingAndOnlyAppends() {
        assertThat(ChatTemplates.compact().probe()).isEqualTo(new TemplateInfo(true, true, true, true, true, true));
    }

    @Test
    void plainChatMlShowsNoTools() {
        TemplateInfo info = ChatTemplates.chatMl().probe();
        assertThat(info.systemRole()).isTrue();
        assertThat(info.tools()).isFalse();
        assertThat(info.toolCalls()).isFalse();
        assertThat(info.appendOnly()).isTrue();
    }

    @Test
    void aTemplateThatRewritesThePastIsNotAppendOnly() {
        ChatTemplate rewriting = ChatTemplate.parse("{{ messages | length }}{{ messages[-1].content }}", SpecialTokens.NONE);
        assertThat(rewriting.probe().appendOnly()).isFalse();
        assertThat(rewriting.probe().systemRole()).isFalse();
    }

    @Test
    void aModelWithoutTemplateGetsChatMlAndTheChoiceSaysSo() {
        ChatTemplates.Choice choice = ChatTemplates.forModel(Optional.empty(), SpecialTokens.NONE);
        assertThat(choice.fallback()).isTrue();
        assertThat(choice.reason()).contains("no chat template").contains("ChatML");
        assertThat(choice.template().render(List.of(UserMessage.from("Hi")))).isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void aBrokenTemplateOfTheModelIsAnErrorWithItsLineAndNotAFallback() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> ChatTemplates.forModel(Optional.of("a\n{% if x %}"), SpecialTokens.NONE))
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(2));
    }

    @Test
    void aSystemTextOpensTheUserTurnWhereTheModelsTemplateRefusesIt() throws Exception {
        String gemma2 = Files.readString(Path.of(ChatTemplateTest.class.getResource("templates/gemma2-like.jinja").toURI()));
        ChatTemplates.Choice choice = ChatTemplates.forModel(Optional.of(gemma2), SpecialTokens.NONE);

        assertThat(choice.reason()).endsWith("which has no system turn: system texts open the first user turn");
        assertThat(choice.template().probe().systemRole()).isFalse();
        assertThat(choice.template()
                        .render(List.of(SystemMessage.from("Be brief."), UserMessage.from("Hi"), AiMessage.from("Yo"), UserMessage.from("Go on"))))
                .isEqualTo("<start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\nYo<end_of_turn>\n"
                        + "<start_of_turn>user\nGo on<end_of_turn>\n<start_of_turn>model\n");
    }

    @Test
    void aSystemTextStaysWhereTheModelsTemplateHasAPlaceForIt() {
        String source = ChatTemplates.compact().source();
        ChatTemplates.Choice choice = ChatTemplates.forModel(Optional.of(source), SpecialTokens.NONE);
        List<ChatMessage> messages = List.of(SystemMessage.from("Be brief."), UserMessage.from("Hi"));

        assertThat(choice.reason()).isEqualTo("the chat template of the model file");
        assertThat(choice.template().render(messages)).isEqualTo(ChatTemplate.parse(source, SpecialTokens.NONE).render(messages));
    }

    @Test
    void idsBecomeNineCharactersWhereTheTemplateInsists() {
        ChatTemplate strict = ChatTemplate.parse("""
                {% for m in messages %}{% for c in m.tool_calls or [] %}{% if c.id|length != 9 %}{{ raise_exception('id') }}{% endif %}{{ c.id }}{% endfor %}
                {{ m.tool_call_id }}{% endfor %}""", SpecialTokens.NONE);
        String prompt = strict.render(AFTER_CALL);
        assertThat(prompt.replaceAll("\\s", "")).isEqualTo("call00001call00001");
    }

    @Test
    void argumentsArriveAsTextWhereOnlyTextWorks() {
        ChatTemplate joining = ChatTemplate.parse(
                "{% for m in messages %}{% for c in m.tool_calls or [] %}{{ 'a=' + c.function.arguments }}{% endfor %}{% endfor %}", SpecialTokens.NONE);
        assertThat(joining.render(AFTER_CALL)).isEqualTo("a={\"x\": 1}");
    }

    @Test
    void brokenArgumentsOfAModelDoNotBreakThePrompt() {
        ToolExecutionRequest broken = ToolExecutionRequest.builder().name("f").arguments("{\"x\": ").build();
        assertThat(ChatTemplates.compact().render(List.of(UserMessage.from("Hi"), AiMessage.from(broken))))
                .contains("\"arguments\": \"{\\\"x\\\": \"");
    }

    @Test
    void imagesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatTemplates.chatMl().render(List.of(UserMessage.from(ImageContent.from("http://localhost/x.png")))))
                .withMessageContaining("IMAGE");
    }
}
