package org.jackknife.toolquery.internal.tool;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.List;
import java.util.stream.Collectors;

/** Describes tools to agents: as specifications for tool calling, as a manual for acting in words. */
public final class ToolSpecifications {

    private ToolSpecifications() {}

    /** The specifications, in the order of the tools. */
    public static List<ToolSpecification> of(List<Tool> tools) {
        return tools.stream().map(ToolSpecifications::of).toList();
    }

    private static ToolSpecification of(Tool tool) {
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
        tool.parameters().forEach(parameter -> schema.addProperty(parameter.name(), schema(parameter.kind())));
        schema.required(tool.parameters().stream().map(Parameter::name).toList());
        return ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(schema.build())
                .build();
    }

    private static JsonSchemaElement schema(Parameter.Kind kind) {
        return switch (kind) {
            case TEXT -> new JsonStringSchema();
            case INTEGER -> new JsonIntegerSchema();
            case NUMBER -> new JsonNumberSchema();
            case ANSWER ->
                JsonAnyOfSchema.builder()
                        .anyOf(
                                new JsonStringSchema(),
                                new JsonNumberSchema(),
                                JsonArraySchema.builder()
                                        .items(new JsonStringSchema())
                                        .build())
                        .build();
        };
    }

    /** One line a tool: name, arguments, meaning. */
    public static String manual(List<Tool> tools) {
        return tools.stream()
                .map(tool -> tool.name()
                        + tool.parameters().stream().map(Parameter::name).collect(Collectors.joining(", ", "(", ")"))
                        + ": " + tool.description())
                .collect(Collectors.joining("\n"));
    }
}
