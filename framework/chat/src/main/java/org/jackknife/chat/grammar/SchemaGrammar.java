package org.jackknife.chat.grammar;

import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.internal.JsonSchemas;
import org.jackknife.chat.python.PythonLiteral;

/**
 * Turns JSON schemas into grammars that produce exactly the JSON they allow, properties in the order of the schema.
 *
 * <p>Honoured are type, enum, const, properties, required, items, minItems, maxItems, anyOf, oneOf and references into
 * {@code $defs}. Ranges of numbers, patterns and formats are not. An object takes further properties only where the schema
 * lists none and allows them.
 */
public final class SchemaGrammar {

    /** How values are written: as JSON, or as Python literals. */
    enum Notation { JSON, PYTHON }

    private static final String WS = "ws";
    private static final String HEX = "[0-9a-fA-F]";

    private final Gbnf grammar;
    private final Notation notation;
    private final Map<?, ?> definitions;
    private final Map<String, String> references = new HashMap<>();

    SchemaGrammar(Gbnf grammar, Notation notation, Map<?, ?> root) {
        this.grammar = grammar;
        this.notation = notation;
        this.definitions = root.get("$defs") instanceof Map<?, ?> defs ? defs : Map.of();
    }

    /**
     * The grammar of one JSON value.
     *
     * @throws IllegalArgumentException if the schema has a part that no grammar is known for; it names the part
     */
    public static GbnfGrammar of(JsonSchemaElement schema) {
        Map<String, Object> map = JsonSchemas.of(schema);
        Gbnf grammar = new Gbnf();
        String value = new SchemaGrammar(grammar, Notation.JSON, map).value(map, "value");
        return grammar.rule("root", value).build();
    }

    /** Adds what the value needs and returns a body that produces it. */
    String value(Map<?, ?> schema, String name) {
        if (schema.get("$ref") instanceof String reference) {
            return reference(reference);
        }
        if (schema.containsKey("const")) {
            return constant(schema.get("const"));
        }
        if (schema.get("enum") instanceof List<?> allowed) {
            return Gbnf.anyOf(allowed.stream().map(this::constant).toList());
        }
        for (String word : List.of("anyOf", "oneOf")) {
            if (schema.get(word) instanceof List<?> choices) {
                return Gbnf.anyOf(choices.stream().map(each -> value((Map<?, ?>) each, name)).toList());
            }
        }
        return switch (schema.get("type")) {
            case String type -> typed(type, schema, name);
            case List<?> types -> Gbnf.anyOf(types.stream().map(each -> typed((String) each, schema, name)).toList());
            case null -> schema.get("properties") instanceof Map ? typed("object", schema, name) : anything();
            default -> throw new IllegalArgumentException("the type of a schema is text or a list, not " + schema.get("type"));
        };
    }

    private String typed(String type, Map<?, ?> schema, String name) {
        return switch (type) {
            case "object" -> object(schema, name);
            case "array" -> array(schema, name);
            case "string" -> string();
            case "integer" -> integer();
            case "number" -> number();
            case "boolean" -> notation == Notation.JSON ? "(\"true\" | \"false\")" : "(\"True\" | \"False\")";
            case "null" -> notation == Notation.JSON ? "\"null\"" : "\"None\"";
            default -> throw new IllegalArgumentException("no grammar is known for the schema type '" + type + "'");
        };
    }

    private String constant(Object value) {
        return Gbnf.literal(notation == Notation.JSON ? PythonLiteral.toJson(value).toString() : PythonLiteral.repr(value));
    }

    private String reference(String reference) {
        String target = reference.substring(reference.lastIndexOf('/') + 1);
        if (!(definitions.get(target) instanceof Map<?, ?> definition)) {
            throw new IllegalArgumentException("the schema refers to '" + reference + "', which it does not define");
        }
        String known = references.get(target);
        if (known != null) {
            return known;
        }
        String rule = grammar.freeName("def-" + target);
        references.put(target, rule);
        grammar.rule(rule, value(definition, rule));
        return rule;
    }

    private String object(Map<?, ?> schema, String name) {
        if (!(schema.get("properties") instanceof Map<?, ?> properties) || properties.isEmpty()) {
            return Boolean.TRUE.equals(schema.get("additionalProperties")) || !schema.containsKey("properties")
                    ? anyObject()
                    : "\"{\" " + ws() + " \"}\"";
        }
        String members = members(schema, name, key -> Gbnf.literal(PythonLiteral.toJson(key) + ":") + " " + ws() + " ");
        return "\"{\" " + ws() + " " + members + " " + ws() + " \"}\"";
    }

    /** Writes the part before the value of a member. */
    interface KeyForm {
        String of(String key);
    }

    /**
     * The members of an object, or the arguments of a call, with commas between those that are there. For each member
     * there is one rule for the members behind it, so the grammar grows with their number and not with its square.
     */
    String members(Map<?, ?> schema, String name, KeyForm key) {
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
        List<String> names = properties.keySet().stream().map(String.class::cast).toList();
        String first = "\"\"";
        String rest = "\"\"";
        for (int i = names.size() - 1; i >= 0; i--) {
            String property = names.get(i);
            String rule = grammar.freeName(name + "-" + property);
            grammar.rule(rule, key.of(property) + value((Map<?, ?>) properties.get(property), rule));
            boolean needed = required.contains(property);
            String fromHere = rule + " " + rest + (needed ? "" : " | " + first);
            first = i == 0 ? "(" + fromHere + ")" : addRule(name + "-from", fromHere);
            String comma = "\",\" " + ws() + " " + rule;
            rest = addRule(name + "-then", (needed ? comma : "(" + comma + ")?") + " " + rest);
        }
        return first;
    }

    private String addRule(String wanted, String body) {
        String rule = grammar.freeName(wanted);
        grammar.rule(rule, body);
        return rule;
    }

    private String array(Map<?, ?> schema, String name) {
        String item = schema.get("items") instanceof Map<?, ?> items ? value(items, name + "-item") : anything();
        String rule = addRule(name + "-item", item);
        long least = schema.get("minItems") instanceof Long number ? number : 0;
        String most = schema.get("maxItems") instanceof Long number ? Long.toString(Math.max(0, number - 1)) : "";
        String items = rule + " (\",\" " + ws() + " " + rule + "){" + Math.max(0, least - 1) + "," + most + "}";
        return "\"[\" " + ws() + " " + (least == 0 ? "(" + items + ")?" : items) + " " + ws() + " \"]\"";
    }

    String ws() {
        // few blanks only: with more allowed, a weak model can print them for ever
        grammar.rule(WS, "(\" \" | \"\\n\" \" \"{0,16})?");
        return WS;
    }

    private String string() {
        // \/ and surrogate pairs mean something else in Python
        String escapes = notation == Notation.JSON ? "[\"\\\\/bfnrt]" : "[\"\\\\bfnrt]";
        grammar.rule("string", "\"\\\"\" ([^\"\\\\\\x00-\\x1f\\x7f] | \"\\\\\" (" + escapes + " | \"u\" " + HEX + "{4}))* \"\\\"\"");
        return "string";
    }

    private String integer() {
        grammar.rule("integer", "\"-\"? (\"0\" | [1-9] [0-9]{0,17})");
        return "integer";
    }

    private String number() {
        grammar.rule("number", "\"-\"? (\"0\" | [1-9] [0-9]{0,17}) (\".\" [0-9]{1,17})? ([eE] [-+]? [0-9]{1,3})?");
        return "number";
    }

    private String anything() {
        if (!grammar.has("anything")) {
            String plain = string() + " | " + number() + " | " + typed("boolean", Map.of(), "") + " | " + typed("null", Map.of(), "");
            String list = "\"[\" " + ws() + " (anything (\",\" " + ws() + " anything)*)? " + ws() + " \"]\"";
            grammar.rule("anything", plain + " | any-object | " + list);
            String member = string() + " \":\" " + ws() + " anything";
            grammar.rule("any-object", "\"{\" " + ws() + " (" + member + " (\",\" " + ws() + " " + member + ")*)? " + ws() + " \"}\"");
        }
        return "anything";
    }

    private String anyObject() {
        anything();
        return "any-object";
    }
}
