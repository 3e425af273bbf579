package org.jackknife.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackknife.chat.jinja.TemplateException;

/** Renders conversations with marked words and looks which of them come out. */
final class TemplateProbe {

    private static final String SYSTEM = "probe-system";
    private static final String RESULT = "probe-result";
    private static final ToolSpecification TOOL = ToolSpecification.builder()
            .name("probe_tool")
            .description("probe")
            .parameters(JsonObjectSchema.builder().addStringProperty("key").required("key").build())
            .build();
    private static final ChatMessage QUESTION = UserMessage.from("probe-question");
    private static final ChatMessage ANSWER = AiMessage.from("probe-answer");

    private final ChatTemplate template;

    private TemplateProbe(ChatTemplate template) {
        this.template = template;
    }

    static TemplateInfo of(ChatTemplate template) {
        return new TemplateProbe(template).run();
    }

    /** Whether a tool call and its argument come out; a failing template shows nothing. */
    static boolean showsCalls(ChatTemplate template) {
        TemplateProbe probe = new TemplateProbe(template);
        return probe.shows(afterCalls("first"), true, "probe-first") || probe.shows(afterCalls("first"), false, "probe-first");
    }

    /** Whether a system message comes out. */
    static boolean showsSystem(ChatTemplate template) {
        return new TemplateProbe(template).shows(List.of(SystemMessage.from(SYSTEM), QUESTION), false, SYSTEM);
    }

    private TemplateInfo run() {
        boolean tools = shows(List.of(QUESTION), true, TOOL.name());
        boolean calls = shows(afterCalls("first"), tools, "probe-first");
        return new TemplateInfo(
                showsSystem(template),
                tools,
                calls,
                shows(afterCalls("first", "second"), tools, "probe-first", "probe-second"),
                shows(afterCalls("first"), tools, RESULT),
                appends(List.of(QUESTION), List.of(QUESTION, ANSWER, QUESTION), false)
                        && (!calls || appends(List.of(QUESTION), afterCalls("first"), tools)));
    }

    /** A question, calls with the given keys in one turn, and their results. */
    private static List<ChatMessage> afterCalls(String... keys) {
        List<ToolExecutionRequest> requests = new ArrayList<>();
        List<ChatMessage> results = new ArrayList<>();
        for (String key : keys) {
            ToolExecutionRequest request = ToolExecutionRequest.builder()
                    .id("probe" + requests.size())
                    .name(TOOL.name())
                    .arguments("{\"key\": \"probe-" + key + "\"}")
                    .build();
            requests.add(request);
            results.add(ToolExecutionResultMessage.from(request, RESULT));
        }
        List<ChatMessage> conversation = new ArrayList<>(List.of(QUESTION, AiMessage.from(requests)));
        conversation.addAll(results);
        return conversation;
    }

    private boolean shows(List<ChatMessage> messages, boolean withTools, String... words) {
        Optional<String> prompt = prompt(messages, withTools);
        return prompt.isPresent() && List.of(words).stream().allMatch(prompt.get()::contains);
    }

    private boolean appends(List<ChatMessage> shorter, List<ChatMessage> longer, boolean withTools) {
        Optional<String> before = prompt(shorter, withTools);
        Optional<String> after = prompt(longer, withTools);
        return before.isPresent() && after.isPresent() && after.get().startsWith(before.get());
    }

    /** The prompt, or nothing if the template refuses: here a refusal is the answer that was asked for. */
    private Optional<String> prompt(List<ChatMessage> messages, boolean withTools) {
        try {
            return Optional.of(template.render(messages, withTools ? List.of(TOOL) : List.of(), true));
        } catch (TemplateException refused) {
            return Optional.empty();
        }
    }
}
