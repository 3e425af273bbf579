package org.jackknife.chat.jinja;

import java.util.HashMap;
import java.util.Map;

/** All filters by name. */
final class Filters {

    /** Turns the value before the bar into another. */
    @FunctionalInterface
    interface Filter {
        Object apply(Object input, Arguments arguments);
    }

    private static final Map<String, Filter> ALL = all();

    private Filters() {}

    private static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>();
        TextFilters.register(filters);
        ValueFilters.register(filters);
        SequenceFilters.register(filters);
        SelectionFilters.register(filters);
        return Map.copyOf(filters);
    }

    static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    static Object apply(String name, Object input, Arguments arguments) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw TemplateException.unplaced("No filter named '" + name + "'.");
        }
        return filter.apply(input, arguments);
    }
}
