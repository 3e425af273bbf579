package org.jackknife.chat.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.python.PythonLiteral;

/**
 * Turns LangChain4j's schema elements into JSON schema as plain maps, in the key order that Hugging Face's
 * {@code get_json_schema} writes, because templates print these maps and models have been trained on that order.
 */
public final class JsonSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonSchemas() {}

    /** The schema of a tool's arguments; a tool without parameters takes an empty object. */
    public static Map<String, Object> ofArguments(ToolSpecification tool) {
        JsonObjectSchema parameters = tool.parameters();
        return parameters == null ? object(JsonObjectSchema.builder().build()) : of(parameters);
    }

    /**
     * The JSON schema of an element.
     *
     * @throws IllegalArgumentException if a raw schema is not a JSON object, or the kind of element is not known
     */
    public static Map<String, Object> of(JsonSchemaElement element) {
        return switch (element) {
            case JsonObjectSchema object -> object(object);
            case JsonArraySchema array -> {
                Map<String, Object> schema = typed("array");
                if (array.items() != null) {
                    schema.put("items", of(array.items()));
                }
                yield described(schema, array.description());
            }
            case JsonEnumSchema choice -> {
                Map<String, Object> schema = typed("string");
                schema.put("enum", List.copyOf(choice.enumValues()));
                yield described(schema, choice.description());
            }
            case JsonStringSchema text -> described(typed("string"), text.description());
            case JsonNumberSchema number -> described(typed("number"), number.description());
            case JsonIntegerSchema integer -> described(typed("integer"), integer.description());
            case JsonBooleanSchema flag -> described(typed("boolean"), flag.description());
            case JsonNullSchema nothing -> typed("null");
            case JsonAnyOfSchema anyOf -> {
                Map<String, Object> schema = new LinkedHashMap<>();
                schema.put("anyOf", anyOf.anyOf().stream().map(JsonSchemas::of).toList());
                yield described(schema, anyOf.description());
            }
            case JsonReferenceSchema reference -> {
                Map<String, Object> schema = new LinkedHashMap<>();
                schema.put("$ref", "#/$defs/" + reference.reference());
                yield described(schema, reference.description());
            }
            case JsonRawSchema raw -> raw(raw.schema());
            default -> throw new IllegalArgumentException("no JSON schema is known for " + element.getClass().getName());
        };
    }

    private static Map<String, Object> object(JsonObjectSchema object) {
        Map<String, Object> schema = typed("object");
        schema.put("properties", all(object.properties()));
        if (object.required() != null && !object.required().isEmpty()) {
            schema.put("required", List.copyOf(object.required()));
        }
        if (object.additionalProperties() != null) {
            schema.put("additionalProperties", object.additionalProperties());
        }
        if (object.definitions() != null && !object.definitions().isEmpty()) {
            schema.put("$defs", all(object.definitions()));
        }
        return described(schema, object.description());
    }

    private static Map<String, Object> all(Map<String, JsonSchemaElement> elements) {
        Map<String, Object> schemas = new LinkedHashMap<>();
        elements.forEach((name, element) -> schemas.put(name, of(element)));
        return schemas;
    }

    private static Map<String, Object> raw(String schema) {
        try {
            if (PythonLiteral.fromJson(JSON.readTree(schema)) instanceof Map<?, ?> map) {
                Map<String, Object> result = new LinkedHashMap<>();
                map.forEach((key, value) -> result.put((String) key, value));
                return result;
            }
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("the raw schema is not JSON: " + notJson.getOriginalMessage(), notJson);
        }
        throw new IllegalArgumentException("the raw schema is not a JSON object: " + schema);
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    private static Map<String, Object> described(Map<String, Object> schema, String description) {
        if (description != null) {
            schema.put("description", description);
        }
        return schema;
    }
}
