package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Filters that order, cut and fold sequences. */
final class SequenceFilters {

    private SequenceFilters() {}

    static void register(Map<String, Filters.Filter> filters) {
        filters.put("length", (input, arguments) -> Values.length(input));
        filters.put("count", (input, arguments) -> Values.length(input));
        filters.put("list", (input, arguments) -> new ArrayList<Object>(Values.iterate(input)));
        filters.put("first", (input, arguments) -> end(Values.iterate(input), true));
        filters.put("last", (input, arguments) -> end(Values.iterate(input), false));
        filters.put("join", SequenceFilters::join);
        filters.put("reverse", SequenceFilters::reverse);
        filters.put("sort", SequenceFilters::sort);
        filters.put("dictsort", SequenceFilters::dictSort);
        filters.put("items", SequenceFilters::items);
        filters.put("unique", SequenceFilters::unique);
        filters.put("sum", SequenceFilters::sum);
        filters.put("min", (input, arguments) -> extreme(input, arguments, -1));
        filters.put("max", (input, arguments) -> extreme(input, arguments, 1));
        filters.put("batch", SequenceFilters::batch);
    }

    /** Reads {@code a.b.0} from each element, or the element itself where no attribute is named. */
    static UnaryOperator<Object> attribute(Object path) {
        if (path == null) {
            return UnaryOperator.identity();
        }
        List<Object> steps = new ArrayList<>();
        if (path instanceof String dotted) {
            for (String step : dotted.split("\\.")) {
                boolean index = !step.isEmpty() && step.chars().allMatch(Character::isDigit);
                steps.add(index ? (Object) Long.valueOf(step) : step);
            }
        } else {
            steps.add(path);
        }
        return element -> {
            Object value = element;
            for (Object step : steps) {
                value = Access.item(value, step);
            }
            return value;
        };
    }

    private static Object end(List<?> items, boolean first) {
        if (items.isEmpty()) {
            return new Undefined("No " + (first ? "first" : "last") + " item, sequence was empty.");
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static Object join(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("d", "attribute");
        String separator = Values.str(bound.get("d", ""));
        UnaryOperator<Object> attribute = attribute(bound.get("attribute", null));
        return String.join(separator, Values.iterate(input).stream().map(each -> Values.str(attribute.apply(each))).toList());
    }

    private static Object reverse(Object input, Arguments arguments) {
        if (input instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        return new Generated(new ArrayList<Object>(Values.iterate(input).reversed()));
    }

    private static Object foldCase(Object value) {
        return value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
    }

    private static Comparator<Object> comparator(UnaryOperator<Object> key, boolean caseSensitive, boolean reverse) {
        UnaryOperator<Object> folded = caseSensitive ? key : each -> foldCase(key.apply(each));
        Comparator<Object> order = (a, b) -> Operators.order("<", folded.apply(a), folded.apply(b));
        return reverse ? order.reversed() : order;
    }

    private static Object sort(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("reverse", "case_sensitive", "attribute");
        List<Object> sorted = new ArrayList<>(Values.iterate(input));
        UnaryOperator<Object> key = attribute(bound.get("attribute", null));
        sorted.sort(comparator(key, bound.flag("case_sensitive", false), bound.flag("reverse", false)));
        return sorted;
    }

    private static Object dictSort(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("case_sensitive", "by", "reverse");
        String by = bound.text("by", "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw TemplateException.unplaced("You can only sort by either \"key\" or \"value\"");
        }
        List<Object> sorted = entries(input);
        long position = by.equals("key") ? 0 : 1;
        sorted.sort(comparator(pair -> Access.item(pair, position), bound.flag("case_sensitive", false), bound.flag("reverse", false)));
        return sorted;
    }

    private static List<Object> entries(Object input) {
        if (input instanceof Map<?, ?> dict) {
            return ContainerMethods.items(dict);
        }
        throw Values.wrongType(input, "a dict");
    }

    private static Object items(Object input, Arguments arguments) {
        if (input instanceof Undefined) {
            return new Generated(List.of());
        }
        if (!(input instanceof Map<?, ?> dict)) {
            throw TemplateException.unplaced("Can only get item pairs from a mapping.");
        }
        return new Generated(ContainerMethods.items(dict));
    }

    private static Object unique(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("case_sensitive", "attribute");
        UnaryOperator<Object> attribute = attribute(bound.get("attribute", null));
        boolean caseSensitive = bound.flag("case_sensitive", false);
        List<Object> seen = new ArrayList<>();
        List<Object> unique = new ArrayList<>();
        for (Object each : Values.iterate(input)) {
            Object key = caseSensitive ? attribute.apply(each) : foldCase(attribute.apply(each));
            if (!Operators.contains(seen, key)) {
                seen.add(key);
                unique.add(each);
            }
        }
        return new Generated(unique);
    }

    private static Object sum(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("attribute", "start");
        UnaryOperator<Object> attribute = attribute(bound.get("attribute", null));
        Object total = bound.get("start", 0L);
        for (Object each : Values.iterate(input)) {
            total = Operators.binary("+", total, attribute.apply(each));
        }
        return total;
    }

    private static Object extreme(Object input, Arguments arguments, int sign) {
        Arguments.Bound bound = arguments.bind("case_sensitive", "attribute");
        Comparator<Object> order = comparator(attribute(bound.get("attribute", null)), bound.flag("case_sensitive", false), false);
        List<?> items = Values.iterate(input);
        if (items.isEmpty()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Object best = items.getFirst();
        for (Object each : items) {
            if (order.compare(each, best) * sign > 0) {
                best = each;
            }
        }
        return best;
    }

    private static Object batch(Object input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("linecount", "fill_with");
        int size = Values.index(bound.require("linecount"));
        Object fill = bound.get("fill_with", null);
        List<Object> batches = new ArrayList<>();
        List<Object> current = new ArrayList<>();
        for (Object each : Values.iterate(input)) {
            if (current.size() == size) {
                batches.add(current);
                current = new ArrayList<>();
            }
            current.add(each);
        }
        if (!current.isEmpty()) {
            while (fill != null && current.size() < size) {
                current.add(fill);
            }
            batches.add(current);
        }
        return new Generated(batches);
    }
}
