package org.jackknife.score.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes JSON so that equal values give equal text: keys sorted, no blanks, numbers without trailing zeros, so that 1,
 * 1.0 and 1e0 are the same.
 */
final class CanonicalJson {

    private CanonicalJson() {}

    static String of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case NUMBER -> number(node);
            default -> node.toString();
        };
    }

    private static String object(JsonNode node) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        StringJoiner members = new StringJoiner(",", "{", "}");
        sorted.forEach((key, value) -> members.add(TextNode.valueOf(key) + ":" + of(value)));
        return members.toString();
    }

    private static String array(JsonNode node) {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        node.forEach(element -> elements.add(of(element)));
        return elements.toString();
    }

    private static String number(JsonNode node) {
        boolean finite = !node.isFloatingPointNumber() || node.isBigDecimal() || Double.isFinite(node.doubleValue());
        // toString, not toPlainString: 1e999999999 must not become a gigabyte of zeros
        return finite ? node.decimalValue().stripTrailingZeros().toString() : node.asText();
    }
}
