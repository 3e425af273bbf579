package org.jackknife.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The conversations of conversations.json, which golden.py reads too, as LangChain4j messages. */
final class Conversations {

    static final ObjectMapper JSON = new ObjectMapper();

    record Conversation(String name, List<ChatMessage> messages, List<ToolSpecification> tools, boolean addGenerationPrompt) {}

    private Conversations() {}

    static List<Conversation> all() throws IOException {
        try (InputStream in = Conversations.class.getResourceAsStream("conversations.json")) {
            List<Conversation> all = new ArrayList<>();
            for (JsonNode each : JSON.readTree(in)) {
                List<ChatMessage> messages = new ArrayList<>();
                each.get("messages").forEach(message -> messages.add(message(message)));
                List<ToolSpecification> tools = new ArrayList<>();
                each.path("tools").forEach(tool -> tools.add(tool(tool.get("function"))));
                all.add(new Conversation(each.get("name").asText(), messages, tools, each.get("add_generation_prompt").asBoolean()));
            }
            return all;
        }
    }

    private static ChatMessage message(JsonNode message) {
        String content = message.get("content").textValue();
        return switch (message.get("role").asText()) {
            case "system" -> SystemMessage.from(content);
            case "user" -> UserMessage.from(content);
            case "tool" -> ToolExecutionResultMessage.from(message.get("tool_call_id").asText(), message.get("name").asText(), content);
            case "assistant" -> assistant(message, content);
            default -> throw new IllegalArgumentException(message.toString());
        };
    }

    private static ChatMessage assistant(JsonNode message, String content) {
        if (!message.has("tool_calls")) {
            return AiMessage.from(content);
        }
        List<ToolExecutionRequest> requests = new ArrayList<>();
        for (JsonNode call : message.get("tool_calls")) {
            requests.add(ToolExecutionRequest.builder()
                    .id(call.get("id").asText())
                    .name(call.at("/function/name").asText())
                    .arguments(call.at("/function/arguments").asText())
                    .build());
        }
        return content == null ? AiMessage.from(requests) : AiMessage.from(content, requests);
    }

    private static ToolSpecification tool(JsonNode function) {
        return ToolSpecification.builder()
                .name(function.get("name").asText())
                .description(function.path("description").textValue())
                .parameters((JsonObjectSchema) schema(function.get("parameters")))
                .build();
    }

    private static JsonSchemaElement schema(JsonNode schema) {
        String description = schema.path("description").textValue();
        return switch (schema.get("type").asText()) {
            case "string" -> schema.has("enum")
                    ? JsonEnumSchema.builder().enumValues(texts(schema.get("enum"))).description(description).build()
                    : JsonStringSchema.builder().description(description).build();
            case "integer" -> JsonIntegerSchema.builder().description(description).build();
            case "number" -> JsonNumberSchema.builder().description(description).build();
            case "boolean" -> JsonBooleanSchema.builder().description(description).build();
            case "array" -> JsonArraySchema.builder().items(schema(schema.get("items"))).description(description).build();
            default -> {
                JsonObjectSchema.Builder object = JsonObjectSchema.builder().description(description);
                schema.get("properties").properties().forEach(entry -> object.addProperty(entry.getKey(), schema(entry.getValue())));
                yield object.required(texts(schema.path("required"))).build();
            }
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
