package org.jackknife.chat.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.chat.python.PythonTuple;

/** Python's arithmetic, comparison and membership on template values. */
final class Operators {

    /** Longest text or list that repetition may make; templates come from files of strangers. */
    private static final long MAX_REPEATED = 1_000_000;

    private Operators() {}

    static Object binary(String operator, Object left, Object right) {
        if (operator.equals("~")) {
            return Values.str(left) + Values.str(right);
        }
        refuseUndefined(left);
        refuseUndefined(right);
        if (left instanceof BigInteger || right instanceof BigInteger) {
            throw TemplateException.unplaced("arithmetic on an integer beyond 64 bits");
        }
        if (isNumber(left) && isNumber(right)) {
            return left instanceof Double || right instanceof Double
                    ? floats(operator, number(left), number(right))
                    : integers(operator, integer(left), integer(right));
        }
        Object result = switch (operator) {
            case "+" -> concatenate(left, right);
            case "*" -> isInteger(right) ? repeat(left, integer(right)) : isInteger(left) ? repeat(right, integer(left)) : null;
            default -> null;
        };
        if (result == null) {
            throw TemplateException.unplaced("unsupported operand type(s) for " + operator + ": '" + Values.typeName(left)
                    + "' and '" + Values.typeName(right) + "'");
        }
        return result;
    }

    private static Object concatenate(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return a + b;
        }
        boolean tuples = left instanceof PythonTuple;
        if (left instanceof List<?> a && right instanceof List<?> b && tuples == right instanceof PythonTuple) {
            List<Object> joined = new ArrayList<>(a);
            joined.addAll(b);
            return tuples ? PythonTuple.copyOf(joined) : joined;
        }
        return null;
    }

    private static Object repeat(Object value, long times) {
        long size = value instanceof String text ? text.length() : value instanceof List<?> list ? list.size() : 0;
        if (times > 0 && size > MAX_REPEATED / times) {
            throw TemplateException.unplaced("a repetition of more than " + MAX_REPEATED + " elements");
        }
        int count = (int) Math.max(times, 0);
        return switch (value) {
            case String text -> text.repeat(count);
            case List<?> list when !(list instanceof PythonTuple) -> {
                List<Object> repeated = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    repeated.addAll(list);
                }
                yield repeated;
            }
            case null, default -> null;
        };
    }

    private static Object floats(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw TemplateException.unplaced("float division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> floorMod(a, b);
            default -> Math.pow(a, b);
        };
    }

    private static double floorMod(double a, double b) {
        double remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    private static Object integers(String operator, long a, long b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw TemplateException.unplaced("division by zero");
        }
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "/" -> (double) a / b;
                case "//" -> Math.floorDivExact(a, b);
                case "%" -> Math.floorMod(a, b);
                default -> power(a, b);
            };
        } catch (ArithmeticException overflow) {
            throw TemplateException.unplaced("the result of " + a + " " + operator + " " + b + " is beyond 64 bits");
        }
    }

    private static Object power(long base, long exponent) {
        if (exponent < 0) {
            return Math.pow(base, exponent);
        }
        // beyond an int only 0, 1 and -1 do not overflow, and for those the parity of the exponent decides
        return Math.powExact(base, exponent > Integer.MAX_VALUE && Math.abs(base) <= 1 ? (int) (2 + exponent % 2) : Math.toIntExact(exponent));
    }

    static Object negate(Object value) {
        refuseUndefined(value);
        return switch (value) {
            case Double number -> -number;
            case Object number when isInteger(number) && integer(number) != Long.MIN_VALUE -> -integer(number);
            case null, default -> throw TemplateException.unplaced("bad operand type for unary -: '" + Values.typeName(value) + "'");
        };
    }

    static Object plus(Object value) {
        refuseUndefined(value);
        if (!isNumber(value)) {
            throw TemplateException.unplaced("bad operand type for unary +: '" + Values.typeName(value) + "'");
        }
        return value instanceof Boolean ? (Object) integer(value) : value;
    }

    static boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            case "<" -> isOrdered(left, right) && order(operator, left, right) < 0;
            case "<=" -> isOrdered(left, right) && order(operator, left, right) <= 0;
            case ">" -> isOrdered(left, right) && order(operator, left, right) > 0;
            default -> isOrdered(left, right) && order(operator, left, right) >= 0;
        };
    }

    /** Nothing is smaller, equal or greater than NaN. */
    private static boolean isOrdered(Object left, Object right) {
        return !(left instanceof Double a && a.isNaN() || right instanceof Double b && b.isNaN());
    }

    static boolean equal(Object left, Object right) {
        if (isAnyNumber(left) && isAnyNumber(right)) {
            return isFinite(left) && isFinite(right) ? exact(left).compareTo(exact(right)) == 0 : number(left) == number(right);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return left instanceof PythonTuple == right instanceof PythonTuple && equalElements(a, b);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size()
                    && a.entrySet().stream().allMatch(e -> b.containsKey(e.getKey()) && equal(e.getValue(), b.get(e.getKey())));
        }
        return left == null ? right == null : left.equals(right);
    }

    private static boolean equalElements(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Compares as {@code <} does: a negative, zero or positive number. */
    static int order(String operator, Object left, Object right) {
        refuseUndefined(left);
        refuseUndefined(right);
        if (isAnyNumber(left) && isAnyNumber(right)) {
            return isFinite(left) && isFinite(right) ? exact(left).compareTo(exact(right)) : Double.compare(number(left), number(right));
        }
        if (left instanceof String a && right instanceof String b) {
            return compareCodePoints(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b && left instanceof PythonTuple == right instanceof PythonTuple) {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!equal(a.get(i), b.get(i))) {
                    return order(operator, a.get(i), b.get(i));
                }
            }
            return Integer.compare(a.size(), b.size());
        }
        throw TemplateException.unplaced("'" + operator + "' not supported between instances of '" + Values.typeName(left)
                + "' and '" + Values.typeName(right) + "'");
    }

    /** Java compares UTF-16 units, Python code points: they differ beyond the basic plane. */
    private static int compareCodePoints(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length()) {
            int left = a.codePointAt(at);
            int right = b.codePointAt(at);
            if (left != right) {
                return Integer.compare(left, right);
            }
            at += Character.charCount(left);
        }
        return Integer.compare(a.length(), b.length());
    }

    static boolean contains(Object container, Object element) {
        return switch (container) {
            case Undefined undefined -> false;
            case String text -> {
                if (!(element instanceof String part)) {
                    throw TemplateException.unplaced("'in <string>' requires string as left operand, not " + Values.typeName(element));
                }
                yield text.contains(part);
            }
            case Map<?, ?> dict -> dict.containsKey(element);
            case List<?> list -> list.stream().anyMatch(each -> equal(each, element));
            case null, default -> throw TemplateException.unplaced("argument of type '" + Values.typeName(container) + "' is not iterable");
        };
    }

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof Boolean;
    }

    static boolean isNumber(Object value) {
        return isInteger(value) || value instanceof Double;
    }

    private static boolean isAnyNumber(Object value) {
        return isNumber(value) || value instanceof BigInteger;
    }

    private static boolean isFinite(Object number) {
        return !(number instanceof Double d) || Double.isFinite(d);
    }

    private static BigDecimal exact(Object number) {
        return switch (number) {
            case Double d -> new BigDecimal(d);
            case BigInteger big -> new BigDecimal(big);
            default -> BigDecimal.valueOf(integer(number));
        };
    }

    static long integer(Object value) {
        return value instanceof Boolean flag ? (flag ? 1 : 0) : (Long) value;
    }

    static double number(Object value) {
        return value instanceof Boolean ? integer(value) : ((Number) value).doubleValue();
    }

    private static void refuseUndefined(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.used();
        }
    }
}
