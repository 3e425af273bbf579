package org.jackknife.chat.grammar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects rules and gives a checked grammar. Not safe for use by several threads. */
public final class Gbnf {

    private final Map<String, String> rules = new LinkedHashMap<>();

    /**
     * Adds a rule.
     *
     * @param name letters, digits and {@code -}
     * @param body right side in GBNF
     * @throws IllegalArgumentException if the name is taken by another body
     */
    public Gbnf rule(String name, String body) {
        String known = rules.putIfAbsent(name, body);
        if (known != null && !known.equals(body)) {
            throw new IllegalArgumentException("the rule '" + name + "' already is " + known);
        }
        return this;
    }

    boolean has(String name) {
        return rules.containsKey(name);
    }

    /** A name like the wanted one that GBNF allows and no rule has yet. */
    String freeName(String wanted) {
        String base = wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String name = base;
        for (int i = 2; rules.containsKey(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    /** A literal that produces exactly this text. */
    public static String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append("\\x%02x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** One of several bodies. */
    public static String anyOf(List<String> bodies) {
        return "(" + String.join(" | ", bodies) + ")";
    }

    /** The grammar of all rules, checked. @throws GrammarException if it is not valid */
    public GbnfGrammar build() {
        StringBuilder out = new StringBuilder();
        rules.forEach((name, body) -> out.append(name).append(" ::= ").append(body).append('\n'));
        return GbnfGrammar.parse(out.toString());
    }
}
