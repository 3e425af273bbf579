package org.jackknife.chat.calls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads calls written as JSON objects with {@code name} and {@code arguments} (or {@code parameters}). */
final class JsonCalls {

    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper JSON_PREFIX = new ObjectMapper();

    private JsonCalls() {}

    /** A JSON value inside a longer text. @param end offset behind it */
    record Found(JsonNode json, int end) {}

    /** Reads the object or array that starts at an offset, after blanks; whatever follows it stays unread. */
    static Found readAt(String text, int from) {
        int start = skipBlanks(text, from);
        if (start >= text.length() || text.charAt(start) != '{' && text.charAt(start) != '[') {
            throw new CallFault("no JSON after the mark of a call", start, "'{' or '['");
        }
        try (JsonParser parser = JSON_PREFIX.createParser(text.substring(start))) {
            JsonNode json = parser.readValueAsTree();
            return new Found(json, start + (int) parser.currentLocation().getCharOffset());
        } catch (JsonProcessingException broken) {
            long offset = broken.getLocation() == null ? 0 : Math.max(0, broken.getLocation().getCharOffset());
            throw new CallFault("broken JSON: " + reason(broken), (int) Math.min(start + offset, text.length()), "a JSON value");
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from a string cannot fail", impossible);
        }
    }

    /** Jackson's words without its remarks on where the source is kept. */
    private static String reason(JsonProcessingException broken) {
        return broken.getOriginalMessage().replaceAll("\\[Source: [^;]*; ", "[");
    }

    static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The calls of one value: an object is one call, an array is several. */
    static List<ToolExecutionRequest> calls(JsonNode json, int position) {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(each -> calls.add(call(each, position)));
        } else {
            calls.add(call(json, position));
        }
        if (calls.isEmpty()) {
            throw new CallFault("an empty list of calls", position, "at least one object with \"name\"");
        }
        return calls;
    }

    static boolean looksLikeCall(JsonNode json) {
        JsonNode first = json.isArray() && !json.isEmpty() ? json.get(0) : json;
        return unwrapped(first).path("name").isTextual() && (first.has("arguments") || first.has("parameters") || first.has("function"));
    }

    /** OpenAI's form puts name and arguments one level deeper, under {@code function}. */
    private static JsonNode unwrapped(JsonNode json) {
        return json.path("function").isObject() ? json.get("function") : json;
    }

    private static ToolExecutionRequest call(JsonNode json, int position) {
        JsonNode call = unwrapped(json);
        JsonNode name = call.path("name");
        if (!name.isTextual() || name.textValue().isBlank()) {
            throw new CallFault("a call without a name", position, "an object with \"name\": \"...\"");
        }
        JsonNode arguments = call.has("arguments") ? call.get("arguments") : call.path("parameters");
        ToolExecutionRequest.Builder request = ToolExecutionRequest.builder()
                .name(name.textValue().strip())
                .arguments(arguments(arguments, position).toString());
        if (json.path("id").isTextual()) {
            request.id(json.get("id").textValue());
        }
        return request.build();
    }

    private static JsonNode arguments(JsonNode arguments, int position) {
        if (arguments.isMissingNode() || arguments.isNull()) {
            return JSON.createObjectNode();
        }
        // some models write the object as a string of JSON
        Optional<ObjectNode> object = arguments.isTextual() ? object(arguments.textValue())
                : arguments instanceof ObjectNode given ? Optional.of(given) : Optional.empty();
        return object.orElseThrow(() -> new CallFault("the arguments are not a JSON object", position, "\"arguments\": {...}"));
    }

    private static Optional<ObjectNode> object(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
