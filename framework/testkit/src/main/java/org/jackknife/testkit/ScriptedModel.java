package org.jackknife.testkit;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.engine.Generation;
import org.jackknife.api.engine.GenerationMetadata;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.TokenCounts;

/** A chat model that answers from a script and remembers what it was asked. The last answer repeats for ever. */
public final class ScriptedModel implements ChatModel {

    private final List<Object> script;
    private final List<ChatRequest> requests = new ArrayList<>();

    private ScriptedModel(List<Object> script) {
        this.script = script;
    }

    /**
     * A model with the given answers.
     *
     * @param answers each a {@code String} (plain text), a {@link ToolExecutionRequest} (a call), a
     *     {@link ParserVerdict} (a malformed call) or a {@code RuntimeException} (thrown)
     */
    public static ScriptedModel of(Object... answers) {
        return new ScriptedModel(List.of(answers));
    }

    /** A tool call for the script. */
    public static ToolExecutionRequest call(String tool, String arguments) {
        return ToolExecutionRequest.builder().id("scripted").name(tool).arguments(arguments).build();
    }

    /** Every request so far, in order. */
    public List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Object answer = script.get(Math.min(requests.size(), script.size() - 1));
        requests.add(request);
        return switch (answer) {
            case RuntimeException fault -> throw fault;
            case ToolExecutionRequest call -> response(
                    request, AiMessage.from(call), call.name() + call.arguments(), ParserVerdict.call("scripted"));
            case ParserVerdict malformed -> response(request, AiMessage.from("<broken"), "<broken", malformed);
            default -> response(request, AiMessage.from(answer.toString()), answer.toString(), ParserVerdict.text());
        };
    }

    private static ChatResponse response(ChatRequest request, AiMessage message, String raw, ParserVerdict verdict) {
        String prompt = request.messages().toString();
        Generation generation =
                new Generation(prompt, raw, verdict, new TokenCounts(prompt.length(), 0, raw.length()), 1, 1);
        return ChatResponse.builder()
                .aiMessage(message)
                .metadata(GenerationMetadata.builder().generation(generation).build())
                .build();
    }
}
