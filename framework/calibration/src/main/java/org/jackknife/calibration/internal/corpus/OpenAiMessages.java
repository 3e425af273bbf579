package org.jackknife.calibration.internal.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;

/** Reads messages in the form of OpenAI's chat interface; text only. */
final class OpenAiMessages {

    private OpenAiMessages() {}

    /** @throws IllegalArgumentException if the form is another; the message is the end of a sentence about the line */
    static List<ChatMessage> of(JsonNode array) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : array) {
            messages.add(message(message, "has a message %d".formatted(messages.size() + 1)));
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("has no messages");
        }
        return messages;
    }

    private static ChatMessage message(JsonNode message, String where) {
        String role = message.path("role").asText();
        return switch (role) {
            case "system", "developer" -> SystemMessage.from(text(message, where));
            case "user" -> UserMessage.from(text(message, where));
            case "assistant" -> answer(message, where);
            case "tool" ->
                ToolExecutionResultMessage.from(
                        message.path("tool_call_id").asText(), message.path("name").asText(), text(message, where));
            default ->
                throw new IllegalArgumentException(
                        "%s of role '%s'; there are system, user, assistant and tool".formatted(where, role));
        };
    }

    private static AiMessage answer(JsonNode message, String where) {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            if (!function.path("name").isTextual()) {
                throw new IllegalArgumentException(where + " with a tool call that names no function");
            }
            JsonNode arguments = function.path("arguments");
            calls.add(ToolExecutionRequest.builder()
                    .id(call.path("id").asText())
                    .name(function.get("name").textValue())
                    .arguments(arguments.isTextual() ? arguments.textValue() : arguments.toString())
                    .build());
        }
        if (calls.isEmpty()) {
            return AiMessage.from(text(message, where));
        }
        String said = message.path("content").isNull() ? "" : message.path("content").asText();
        return AiMessage.builder().text(said).toolExecutionRequests(calls).build();
    }

    private static String text(JsonNode message, String where) {
        JsonNode content = message.path("content");
        if (!content.isTextual() || content.textValue().isBlank()) {
            throw new IllegalArgumentException(where + " without text");
        }
        return content.textValue();
    }
}
