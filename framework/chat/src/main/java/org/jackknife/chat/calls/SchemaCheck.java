package org.jackknife.chat.calls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jackknife.chat.calls.CallFinding.Kind;
import org.jackknife.chat.python.PythonLiteral;

/** Holds one tool's arguments against their JSON schema. */
final class SchemaCheck {

    private final String tool;
    private final Map<String, Object> root;
    private List<CallFinding> findings = new ArrayList<>();

    SchemaCheck(String tool, Map<String, Object> root) {
        this.tool = tool;
        this.root = root;
    }

    List<CallFinding> findings(JsonNode arguments) {
        check(arguments, root, "");
        return List.copyOf(findings);
    }

    private void check(JsonNode value, Map<?, ?> given, String path) {
        Map<?, ?> schema = resolved(given);
        if (schema.get("anyOf") instanceof List<?> choices) {
            anyOf(value, choices, path);
        } else if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(PythonLiteral.fromJson(value))) {
            wrong(path, value, "one of " + allowed.stream().map(each -> PythonLiteral.toJson(each).toString()).collect(Collectors.joining(", ")));
        } else if (schema.get("type") != null && !isAnyType(value, schema.get("type"))) {
            wrong(path, value, "a value of type " + (schema.get("type") instanceof List<?> types
                    ? types.stream().map(String::valueOf).collect(Collectors.joining(" or ")) : schema.get("type")));
        } else if (value.isObject()) {
            object(value, schema, path);
        } else if (value.isArray() && schema.get("items") instanceof Map<?, ?> items) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), items, path + "[" + i + "]");
            }
        }
    }

    private void object(JsonNode value, Map<?, ?> schema, String path) {
        if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
            return;
        }
        if (schema.get("required") instanceof List<?> required) {
            for (Object name : required) {
                if (!value.has((String) name)) {
                    add(Kind.MISSING_ARGUMENT, join(path, name), "is missing");
                }
            }
        }
        value.properties().forEach(entry -> {
            String inner = join(path, entry.getKey());
            if (properties.get(entry.getKey()) instanceof Map<?, ?> property) {
                check(entry.getValue(), property, inner);
            } else if (!Boolean.TRUE.equals(schema.get("additionalProperties"))) {
                add(Kind.UNKNOWN_ARGUMENT, inner, "is unknown; the arguments are "
                        + properties.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        });
    }

    private void anyOf(JsonNode value, List<?> choices, String path) {
        List<CallFinding> before = findings;
        boolean fits = choices.stream().anyMatch(choice -> {
            findings = new ArrayList<>();
            check(value, (Map<?, ?>) choice, path);
            return findings.isEmpty();
        });
        findings = before;
        if (!fits) {
            wrong(path, value, "one of " + choices.size() + " alternatives");
        }
    }

    private Map<?, ?> resolved(Map<?, ?> schema) {
        return schema.get("$ref") instanceof String reference
                && root.get("$defs") instanceof Map<?, ?> definitions
                && definitions.get(reference.substring(reference.lastIndexOf('/') + 1)) instanceof Map<?, ?> definition
                ? definition
                : schema;
    }

    private static boolean isAnyType(JsonNode value, Object type) {
        return type instanceof List<?> types
                ? types.stream().anyMatch(each -> isType(value, String.valueOf(each)))
                : isType(value, String.valueOf(type));
    }

    private static boolean isType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            // JSON schema counts 3.0 as an integer
            case "integer" -> value.isIntegralNumber() || value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> true;
        };
    }

    private void wrong(String path, JsonNode value, String allowed) {
        String shown = value.toString();
        add(Kind.WRONG_TYPE, path, "is " + (shown.length() > 80 ? shown.substring(0, 77) + "..." : shown) + ", allowed is " + allowed);
    }

    private void add(Kind kind, String path, String fault) {
        findings.add(new CallFinding(kind, tool, path, path.isEmpty()
                ? "the argument object of '" + tool + "' " + fault
                : "the argument '" + path + "' of '" + tool + "' " + fault));
    }

    private static String join(String path, Object name) {
        return path.isEmpty() ? String.valueOf(name) : path + "." + name;
    }
}
