package org.jackknife.chat.jinja;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jackknife.chat.python.PythonLiteral;

/** Writes values as Python's {@code json.dumps} does, which is what {@code tojson} means in a chat template. */
final class JsonText {

    /**
     * How to write.
     *
     * @param indent text of one level, null for one line
     */
    record Style(boolean ensureAscii, String indent, String itemSeparator, String keySeparator, boolean sortKeys) {}

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private JsonText(Style style) {
        this.style = style;
    }

    static String write(Object value, Style style) {
        JsonText json = new JsonText(style);
        json.value(value, 0);
        return json.out.toString();
    }

    private void value(Object value, int level) {
        switch (value) {
            case null -> out.append("null");
            case Boolean flag -> out.append(flag.booleanValue());
            case Long number -> out.append(number.longValue());
            case BigInteger number -> out.append(number);
            case Double number -> out.append(number(number));
            case String text -> string(text);
            case List<?> list when !(list instanceof Generated) ->
                    bracketed("[", "]", list.iterator(), level, element -> value(element, level + 1));
            case Map<?, ?> dict -> dict(dict, level);
            default -> throw notSerializable(value);
        }
    }

    private static TemplateException notSerializable(Object value) {
        return TemplateException.unplaced("Object of type " + Values.typeName(value) + " is not JSON serializable");
    }

    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : PythonLiteral.repr(number);
    }

    private void dict(Map<?, ?> dict, int level) {
        Map<?, ?> ordered = dict;
        if (style.sortKeys) {
            TreeMap<Object, Object> sorted = new TreeMap<>((a, b) -> Operators.order("<", a, b));
            sorted.putAll(dict);
            ordered = sorted;
        }
        bracketed("{", "}", ordered.entrySet().iterator(), level, entry -> {
            string(key(entry.getKey()));
            out.append(style.keySeparator);
            value(entry.getValue(), level + 1);
        });
    }

    private static String key(Object key) {
        return switch (key) {
            case null -> "null";
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Double number -> number(number);
            case Number number -> number.toString();
            default -> throw TemplateException.unplaced("keys must be str, int, float, bool or None, not " + Values.typeName(key));
        };
    }

    private <T> void bracketed(String open, String close, Iterator<? extends T> elements, int level, Consumer<T> writer) {
        out.append(open);
        boolean any = elements.hasNext();
        while (elements.hasNext()) {
            newLine(level + 1);
            writer.accept(elements.next());
            if (elements.hasNext()) {
                out.append(style.itemSeparator);
            }
        }
        if (any) {
            newLine(level);
        }
        out.append(close);
    }

    private void newLine(int level) {
        if (style.indent != null) {
            out.append('\n').append(style.indent.repeat(level));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || style.ensureAscii && c > 0x7e) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
