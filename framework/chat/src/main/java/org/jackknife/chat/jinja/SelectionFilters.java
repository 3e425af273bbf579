package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jackknife.chat.python.PythonTuple;

/** Filters that map, select and group the elements of a sequence. */
final class SelectionFilters {

    private SelectionFilters() {}

    static void register(Map<String, Filters.Filter> filters) {
        filters.put("map", SelectionFilters::map);
        filters.put("select", (input, arguments) -> keep(input, test(arguments)));
        filters.put("reject", (input, arguments) -> keep(input, test(arguments).negate()));
        filters.put("selectattr", (input, arguments) -> keep(input, attributeTest(arguments)));
        filters.put("rejectattr", (input, arguments) -> keep(input, attributeTest(arguments).negate()));
        filters.put("groupby", SelectionFilters::groupBy);
    }

    private static Object map(Object input, Arguments arguments) {
        UnaryOperator<Object> mapping;
        if (arguments.positional().isEmpty()) {
            Arguments.Bound bound = arguments.bind("attribute", "default");
            UnaryOperator<Object> attribute = SequenceFilters.attribute(bound.require("attribute"));
            mapping = each -> {
                Object value = attribute.apply(each);
                return value instanceof Undefined ? bound.get("default", value) : value;
            };
        } else {
            String filter = Values.text(arguments.positional().getFirst());
            mapping = each -> Filters.apply(filter, each, arguments.from(1));
        }
        List<Object> mapped = new ArrayList<>();
        elements(input).forEach(each -> mapped.add(mapping.apply(each)));
        return new Generated(mapped);
    }

    /** Jinja2 looks at the truth of the sequence first, so that None has no elements here instead of being an error. */
    private static List<?> elements(Object input) {
        return Values.truth(input) ? Values.iterate(input) : List.of();
    }

    private static Object keep(Object input, Predicate<Object> wanted) {
        List<Object> kept = new ArrayList<>();
        elements(input).stream().filter(wanted).forEach(kept::add);
        return new Generated(kept);
    }

    /** The test named first among the arguments; without a name, the truth of the element. */
    private static Predicate<Object> test(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            return Values::truth;
        }
        String name = Values.text(arguments.positional().getFirst());
        return each -> Tests.apply(name, each, arguments.from(1));
    }

    private static Predicate<Object> attributeTest(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw TemplateException.unplaced("Missing parameter for attribute name");
        }
        UnaryOperator<Object> attribute = SequenceFilters.attribute(arguments.positional().getFirst());
        Predicate<Object> test = test(arguments.from(1));
        return each -> test.test(attribute.apply(each));
    }

    private static Object groupBy(Object input, Arguments arguments) {
        Object attribute = arguments.bind("attribute").require("attribute");
        UnaryOperator<Object> key = SequenceFilters.attribute(attribute);
        List<Object> groups = new ArrayList<>();
        Object current = null;
        List<Object> members = null;
        for (Object each : Values.iterate(Filters.apply("sort", input, new Arguments(List.of(), Map.of("attribute", attribute))))) {
            if (members == null || !Operators.equal(current, key.apply(each))) {
                current = key.apply(each);
                members = new ArrayList<>();
                groups.add(PythonTuple.of(current, members));
            }
            members.add(each);
        }
        return groups;
    }
}
