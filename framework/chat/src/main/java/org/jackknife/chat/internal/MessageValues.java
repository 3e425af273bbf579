package org.jackknife.chat.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.python.PythonLiteral;

/** Turns messages and tools into the dicts that chat templates read: OpenAI's form, with arguments as objects. */
public final class MessageValues {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final CallIds ids;
    private final boolean argumentsAsText;

    /** @param argumentsAsText whether the template wants a call's arguments as JSON text instead of an object */
    public MessageValues(CallIds ids, boolean argumentsAsText) {
        this.ids = ids;
        this.argumentsAsText = argumentsAsText;
    }

    /**
     * The messages as dicts, in order.
     *
     * @throws IllegalArgumentException if a message holds something other than text
     */
    public List<Map<String, Object>> of(List<ChatMessage> messages) {
        List<Map<String, Object>> dicts = new ArrayList<>(messages.size());
        messages.forEach(message -> dicts.add(of(message)));
        return dicts;
    }

    private Map<String, Object> of(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> dict("system", system.text());
            case UserMessage user -> {
                Map<String, Object> dict = dict("user", text(user.contents()));
                if (user.name() != null) {
                    dict.put("name", user.name());
                }
                yield dict;
            }
            case AiMessage assistant -> assistant(assistant);
            case ToolExecutionResultMessage result -> {
                Map<String, Object> dict = dict("tool", text(result.contents()));
                if (result.toolName() != null) {
                    dict.put("name", result.toolName());
                }
                ids.ofResult(result.id()).ifPresent(id -> dict.put("tool_call_id", id));
                yield dict;
            }
            case CustomMessage custom -> new LinkedHashMap<>(custom.attributes());
            default -> throw new IllegalArgumentException("no chat template takes a " + message.type() + " message");
        };
    }

    private Map<String, Object> assistant(AiMessage assistant) {
        Map<String, Object> dict = dict("assistant", assistant.text());
        if (assistant.thinking() != null) {
            dict.put("reasoning_content", assistant.thinking());
        }
        if (assistant.hasToolExecutionRequests()) {
            dict.put("tool_calls", assistant.toolExecutionRequests().stream().map(this::call).toList());
        }
        return dict;
    }

    private Map<String, Object> call(ToolExecutionRequest request) {
        Map<String, Object> call = new LinkedHashMap<>();
        ids.ofCall(request.id()).ifPresent(id -> call.put("id", id));
        call.put("type", "function");
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", request.name());
        function.put("arguments", argumentsAsText ? request.arguments() : arguments(request.arguments()));
        call.put("function", function);
        return call;
    }

    /** What a model wrote as arguments may be anything; what is no JSON object reaches the template as the text it is. */
    private static Object arguments(String arguments) {
        if (arguments == null || arguments.isBlank()) {
            return new LinkedHashMap<>();
        }
        try {
            JsonNode json = JSON.readTree(arguments);
            return json.isObject() ? PythonLiteral.fromJson(json) : arguments;
        } catch (JsonProcessingException notJson) {
            return arguments;
        }
    }

    private static String text(List<Content> contents) {
        List<String> texts = new ArrayList<>(contents.size());
        for (Content content : contents) {
            if (!(content instanceof TextContent text)) {
                throw new IllegalArgumentException("a message holds " + content.type() + " content, but prompts are made of TEXT only");
            }
            texts.add(text.text());
        }
        return String.join("\n", texts);
    }

    private static Map<String, Object> dict(String role, String content) {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("role", role);
        dict.put("content", content);
        return dict;
    }

    /** The tools as dicts, in order. */
    public static List<Map<String, Object>> ofTools(List<ToolSpecification> tools) {
        return tools.stream().map(MessageValues::of).toList();
    }

    private static Map<String, Object> of(ToolSpecification tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        if (tool.description() != null) {
            function.put("description", tool.description());
        }
        function.put("parameters", JsonSchemas.ofArguments(tool));
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("type", "function");
        dict.put("function", function);
        return dict;
    }
}
