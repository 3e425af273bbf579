package org.jackknife.chat.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.python.PythonLiteral;
import org.jackknife.chat.python.PythonTuple;

/** What Python says of a value: its truth, its text, its type, its elements. */
final class Values {

    private Values() {}

    static boolean truth(Object value) {
        return switch (value) {
            case null -> false;
            case Undefined undefined -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case BigInteger number -> number.signum() != 0;
            case String text -> !text.isEmpty();
            case Generated generator -> true;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> dict -> !dict.isEmpty();
            default -> true;
        };
    }

    /** {@code str(value)}, as a print tag shows it. */
    static String str(Object value) {
        return value instanceof Undefined ? "" : value instanceof String text ? text : repr(value);
    }

    static String repr(Object value) {
        try {
            return PythonLiteral.repr(value);
        } catch (IllegalArgumentException notData) {
            throw TemplateException.unplaced("cannot print a value that holds a '" + typeName(value) + "'");
        }
    }

    /** The value as text, refused if it is of another type, as Python's string functions do. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrongType(value, "a str");
    }

    /** The value as an int that counts or indexes something. */
    static int index(Object value) {
        return switch (value) {
            case Long number -> Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Boolean flag -> flag ? 1 : 0;
            case null, default -> throw wrongType(value, "an int");
        };
    }

    static TemplateException wrongType(Object value, String expected) {
        return value instanceof Undefined undefined
                ? undefined.used()
                : TemplateException.unplaced("expected " + expected + ", got a '" + typeName(value) + "'");
    }

    /** What {@code for} runs over. */
    static List<?> iterate(Object value) {
        return switch (value) {
            case Undefined undefined -> List.of();
            case List<?> list -> list;
            case Map<?, ?> dict -> new ArrayList<>(dict.keySet());
            case String text -> PythonText.characters(text);
            case null, default -> throw TemplateException.unplaced("'" + typeName(value) + "' object is not iterable");
        };
    }

    static long length(Object value) {
        return switch (value) {
            case Undefined undefined -> 0;
            case String text -> PythonText.length(text);
            case Map<?, ?> dict -> dict.size();
            case List<?> list when !(list instanceof Generated) -> list.size();
            case null, default -> throw TemplateException.unplaced("object of type '" + typeName(value) + "' has no len()");
        };
    }

    static String typeName(Object value) {
        return switch (value) {
            case null -> "NoneType";
            case Boolean flag -> "bool";
            case Long number -> "int";
            case BigInteger number -> "int";
            case Double number -> "float";
            case String text -> "str";
            case PythonTuple tuple -> "tuple";
            case Generated generator -> "generator";
            case List<?> list -> "list";
            case Map<?, ?> dict -> "dict";
            case Undefined undefined -> "Undefined";
            case Namespace namespace -> "Namespace";
            case Macro macro -> "Macro";
            case LoopVariable loop -> "LoopContext";
            default -> "function";
        };
    }

    /** The type as Jinja2 names it in "has no attribute". */
    static String describeType(Object value) {
        return value == null ? "None" : typeName(value) + " object";
    }
}
