package org.jackknife.toolquery.internal.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jackknife.chat.python.PythonTuple;

/**
 * Compares values as Python's {@code ==} and {@code <} do.
 *
 * <p>Numbers compare by value whatever their type ({@code 5 == 5.0}, {@code True == 1}), text never equals a number,
 * maps compare without order and lists with it.
 */
public final class PythonEquality {

    private PythonEquality() {}

    /** Whether Python would find the two equal. */
    public static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b) == 0 && !isNaN(a) && !isNaN(b);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return equalLists(left, right);
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return equalMaps(left, right);
        }
        return Objects.equals(a, b);
    }

    private static boolean equalLists(List<?> left, List<?> right) {
        // in Python a tuple never equals a list
        if (left.size() != right.size() || left instanceof PythonTuple != right instanceof PythonTuple) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> left, Map<?, ?> right) {
        return left.size() == right.size()
                && left.entrySet().stream()
                        .allMatch(entry -> right.containsKey(entry.getKey())
                                && equal(entry.getValue(), right.get(entry.getKey())));
    }

    /**
     * A sorted copy, as Python's {@code sorted} makes it.
     *
     * @throws PythonException {@code TypeError} if two elements have no order between them
     */
    public static List<Object> sorted(List<?> list) {
        List<Object> sorted = new ArrayList<>(list);
        sorted.sort(PythonEquality::compare);
        return sorted;
    }

    private static int compare(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(a, b);
        }
        if (a instanceof String left && b instanceof String right) {
            return compareText(left, right);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return compare(left.get(i), right.get(i));
                }
            }
            return Integer.compare(left.size(), right.size());
        }
        throw new PythonException(
                "TypeError",
                "'<' not supported between instances of '%s' and '%s'".formatted(typeName(a), typeName(b)));
    }

    /** By code point, as Python does; Java's own order is by UTF-16 unit. */
    private static int compareText(String left, String right) {
        return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
    }

    /** Whether Python counts it as a number; booleans are. */
    public static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /** The value of a number or boolean. */
    public static double toDouble(Object number) {
        return number instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) number).doubleValue();
    }

    private static boolean isNaN(Object number) {
        return Double.isNaN(toDouble(number));
    }

    private static int compareNumbers(Object a, Object b) {
        boolean finite = Double.isFinite(toDouble(a)) && Double.isFinite(toDouble(b));
        // exact: a long beyond 2^53 must not equal the double that it rounds to
        return finite ? exact(a).compareTo(exact(b)) : Double.compare(toDouble(a), toDouble(b));
    }

    private static BigDecimal exact(Object number) {
        return switch (number) {
            case Boolean flag -> flag ? BigDecimal.ONE : BigDecimal.ZERO;
            case BigInteger big -> new BigDecimal(big);
            case Double real -> new BigDecimal(real);
            case Number other -> BigDecimal.valueOf(other.longValue());
            default -> throw new IllegalArgumentException("not a number: " + number);
        };
    }

    /** The name of the value's type in Python. */
    public static String typeName(Object value) {
        return switch (value) {
            case null -> "NoneType";
            case Boolean _ -> "bool";
            case Double _ -> "float";
            case Number _ -> "int";
            case String _ -> "str";
            case PythonTuple _ -> "tuple";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "dict";
            default -> value.getClass().getSimpleName();
        };
    }
}
