package org.jackknife.chat.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/** Filters on single values: defaults and numbers. */
final class ValueFilters {

    private ValueFilters() {}

    static void register(Map<String, Filters.Filter> filters) {
        filters.put("default", ValueFilters::otherwise);
        filters.put("d", ValueFilters::otherwise);
        filters.put("int", ValueFilters::integer);
        filters.put("float", ValueFilters::floating);
        filters.put("abs", (input, arguments) -> Operators.order("<", input, 0L) < 0 ? Operators.negate(input) : Operators.plus(input));
        filters.put("round", ValueFilters::round);
        filters.put("attr", (input, arguments) -> {
            String name = Values.text(arguments.bind("name").require("name"));
            return input instanceof Map<?, ?> dict && ContainerMethods.of(dict, name).isEmpty()
                    ? Undefined.attribute(input, name)
                    : Access.attribute(input, name);
        });
    }

    private static Object otherwise(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("default_value", "boolean");
        boolean replaced = input instanceof Undefined || bound.flag("boolean", false) && !Values.truth(input);
        return replaced ? bound.get("default_value", "") : input;
    }

    private static Object integer(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("default", "base");
        Object fallback = bound.get("default", 0L);
        return switch (input) {
            case Undefined undefined -> throw undefined.used();
            case Long number -> number;
            case BigInteger number -> number;
            case Boolean flag -> Operators.integer(flag);
            case Double number -> Double.isFinite(number) && Math.abs(number) < Long.MAX_VALUE ? (Object) number.longValue() : fallback;
            case String text -> integerOf(text, bound.number("base", 10), fallback);
            case null, default -> fallback;
        };
    }

    private static Object integerOf(String text, int base, Object fallback) {
        String digits = text.strip().replace("_", "");
        try {
            return Long.parseLong(digits, base);
        } catch (NumberFormatException notInteger) {
            Object number = base == 10 ? floatOf(digits, fallback) : fallback;
            return number instanceof Double d && Double.isFinite(d) ? (Object) d.longValue() : fallback;
        }
    }

    private static Object floating(Object input, Arguments arguments) {
        Object fallback = arguments.bind("default").get("default", 0.0);
        return switch (input) {
            case Undefined undefined -> throw undefined.used();
            case String text -> floatOf(text.strip().replace("_", ""), fallback);
            case Object number when Operators.isNumber(number) || number instanceof BigInteger -> Operators.number(number);
            case null, default -> fallback;
        };
    }

    /** Java also reads "1d" and "0x1p3", Python does not. */
    private static Object floatOf(String text, Object fallback) {
        return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? (Object) Double.valueOf(text) : fallback;
    }

    private static Object round(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("precision", "method");
        int precision = bound.number("precision", 0);
        String method = bound.text("method", "common");
        if (input instanceof Undefined || !Operators.isNumber(input)) {
            throw Values.wrongType(input, "a number");
        }
        if (input instanceof Long && method.equals("common") && precision >= 0) {
            return input;
        }
        double value = Operators.number(input);
        double scale = Math.pow(10, precision);
        return switch (method) {
            // Python rounds the exact binary value, halves to even
            case "common" -> new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).doubleValue();
            case "ceil" -> Math.ceil(value * scale) / scale;
            case "floor" -> Math.floor(value * scale) / scale;
            default -> throw TemplateException.unplaced("method must be common, ceil or floor");
        };
    }
}
