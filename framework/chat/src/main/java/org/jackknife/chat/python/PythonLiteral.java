package org.jackknife.chat.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python literals, and prints values as {@code str()} and {@code repr()} of CPython 3.11 do.
 *
 * <p>Values map so: {@code None} is null; bool is {@link Boolean}; int is {@link Long}, beyond 64 bits {@link BigInteger};
 * float is {@link Double}; str is {@link String}; list is {@link List}; tuple is {@link PythonTuple}; dict is a
 * {@link Map} in insertion order. Nothing is ever evaluated: a name, a call or an operator is refused.
 *
 * <p>One difference is known: which characters count as printable follows the Unicode version of the running JDK, not
 * that of CPython 3.11 (14.0), so a character assigned since then prints as itself where Python prints an escape.
 */
public final class PythonLiteral {

    private PythonLiteral() {}

    /**
     * Reads one literal, as {@code ast.literal_eval} does, without sets, bytes and complex numbers.
     *
     * @return the value in the mapping of this class; null stands for {@code None}
     * @throws PythonLiteralException if the text is anything else; JSON's {@code true}, {@code false} and {@code null} are
     */
    public static Object parse(String text) {
        return new LiteralReader(text, false).readAll();
    }

    /** Reads like {@link #parse}, and takes JSON's {@code true}, {@code false} and {@code null} for the Python names too. */
    public static Object parseWithJsonNames(String text) {
        return new LiteralReader(text, true).readAll();
    }

    /**
     * A literal found inside a longer text.
     *
     * @param value the value in the mapping of this class
     * @param end offset behind the literal and the blanks after it, in chars
     */
    public record Found(Object value, int end) {}

    /**
     * Reads the literal that starts at an offset, whatever follows it; JSON's names count as Python's.
     *
     * @throws PythonLiteralException if no literal starts there
     */
    public static Found parseAt(String text, int from) {
        return new LiteralReader(text, true).readAt(from);
    }

    /**
     * Prints a value as Python's {@code repr()}.
     *
     * @throws IllegalArgumentException if the value, or one within, is of no type of the mapping
     */
    public static String repr(Object value) {
        StringBuilder out = new StringBuilder();
        LiteralPrinter.repr(value, out);
        return out.toString();
    }

    /** Prints a value as Python's {@code str()}: a string stays as it is, everything else prints as {@link #repr}. */
    public static String str(Object value) {
        return value instanceof String text ? text : repr(value);
    }

    /** Prints a JSON value as Python's {@code str()} prints what {@code json.loads} makes of it. */
    public static String str(JsonNode json) {
        return str(fromJson(json));
    }

    /** Turns JSON into Python values, as {@code json.loads} does; a missing node becomes null. */
    public static Object fromJson(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> {
                Map<Object, Object> dict = new LinkedHashMap<>();
                json.properties().forEach(entry -> dict.put(entry.getKey(), fromJson(entry.getValue())));
                yield dict;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(json.size());
                json.forEach(element -> list.add(fromJson(element)));
                yield list;
            }
            case STRING, BINARY -> json.asText();
            case BOOLEAN -> json.booleanValue();
            case NUMBER -> number(json);
            case NULL, MISSING -> null;
            case POJO -> throw new IllegalArgumentException("not JSON but a Java object: " + json);
        };
    }

    private static Object number(JsonNode json) {
        if (!json.isIntegralNumber()) {
            return json.doubleValue();
        }
        return json.canConvertToLong() ? (Object) json.longValue() : json.bigIntegerValue();
    }

    /**
     * Turns Python values into JSON, as {@code json.dumps} does: tuples become arrays, and keys that are not strings become
     * their JSON text.
     *
     * @throws IllegalArgumentException if a value or key is of no type of the mapping
     */
    public static JsonNode toJson(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Boolean flag -> nodes.booleanNode(flag);
            case Long number -> nodes.numberNode(number);
            case Integer number -> nodes.numberNode(number.longValue());
            case BigInteger number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            case String text -> nodes.textNode(text);
            case List<?> list -> {
                var array = nodes.arrayNode(list.size());
                list.forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case Map<?, ?> dict -> {
                var object = nodes.objectNode();
                dict.forEach((key, element) -> object.set(jsonKey(key), toJson(element)));
                yield object;
            }
            default -> throw LiteralPrinter.unknownType(value);
        };
    }

    private static String jsonKey(Object key) {
        return switch (key) {
            case null -> "null";
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Number number -> repr(number);
            default -> throw new IllegalArgumentException("not a JSON key: " + repr(key));
        };
    }
}
