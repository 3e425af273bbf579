package org.jackknife.chat.jinja;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All tests, the words after {@code is}. */
final class Tests {

    @FunctionalInterface
    private interface Test {
        boolean holds(Object input, Arguments arguments);
    }

    private static final Map<String, Test> ALL = all();

    private Tests() {}

    static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    static boolean apply(String name, Object input, Arguments arguments) {
        Test test = ALL.get(name);
        if (test == null) {
            throw TemplateException.unplaced("No test named '" + name + "'.");
        }
        return test.holds(input, arguments);
    }

    private static Map<String, Test> all() {
        Map<String, Test> tests = new HashMap<>();
        kinds(tests);
        comparisons(tests);
        return Map.copyOf(tests);
    }

    private static void kinds(Map<String, Test> tests) {
        put(tests, "defined", value -> !(value instanceof Undefined));
        put(tests, "undefined", Undefined.class::isInstance);
        put(tests, "none", value -> value == null);
        put(tests, "boolean", Boolean.class::isInstance);
        put(tests, "true", Boolean.TRUE::equals);
        put(tests, "false", Boolean.FALSE::equals);
        put(tests, "string", String.class::isInstance);
        put(tests, "mapping", Map.class::isInstance);
        put(tests, "number", value -> Operators.isNumber(value) || value instanceof BigInteger);
        put(tests, "integer", value -> value instanceof Long || value instanceof BigInteger);
        put(tests, "float", Double.class::isInstance);
        put(tests, "callable", value -> value instanceof Callable);
        put(tests, "sequence", value -> value instanceof String || value instanceof Map
                || value instanceof List && !(value instanceof Generated));
        put(tests, "iterable", value -> value instanceof String || value instanceof Map || value instanceof List
                || value instanceof Undefined || value instanceof LoopVariable);
        put(tests, "lower", value -> Access.attribute(Values.str(value), "islower") instanceof Callable method
                && Values.truth(method.call(Arguments.NONE)));
        put(tests, "upper", value -> Access.attribute(Values.str(value), "isupper") instanceof Callable method
                && Values.truth(method.call(Arguments.NONE)));
        put(tests, "odd", value -> Operators.equal(Operators.binary("%", value, 2L), 1L));
        put(tests, "even", value -> Operators.equal(Operators.binary("%", value, 2L), 0L));
        put(tests, "filter", value -> value instanceof String name && Filters.exists(name));
        put(tests, "test", value -> value instanceof String name && exists(name));
    }

    private static void comparisons(Map<String, Test> tests) {
        Map<String, List<String>> names = Map.of(
                "==", List.of("==", "eq", "equalto"),
                "!=", List.of("!=", "ne"),
                "<", List.of("<", "lt", "lessthan"),
                "<=", List.of("<=", "le"),
                ">", List.of(">", "gt", "greaterthan"),
                ">=", List.of(">=", "ge"),
                "in", List.of("in"));
        names.forEach((operator, aliases) -> aliases.forEach(alias ->
                tests.put(alias, (input, arguments) -> Operators.compare(operator, input, arguments.bind("other").require("other")))));
        tests.put("sameas", (input, arguments) -> same(input, arguments.bind("other").require("other")));
        tests.put("divisibleby", (input, arguments) ->
                Operators.equal(Operators.binary("%", input, arguments.bind("num").require("num")), 0L));
    }

    /** Python's {@code is}: the same object; for the small values that Python shares, an equal one of the same type. */
    private static boolean same(Object left, Object right) {
        return left == right
                || left != null && right != null && left.getClass() == right.getClass()
                && (left instanceof Boolean || left instanceof Long || left instanceof String) && left.equals(right);
    }

    private static void put(Map<String, Test> tests, String name, Predicate<Object> test) {
        tests.put(name, (input, arguments) -> {
            arguments.bind();
            return test.test(input);
        });
    }
}
