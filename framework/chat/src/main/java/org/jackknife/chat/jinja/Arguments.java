package org.jackknife.chat.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The evaluated arguments of a call, a filter or a test. */
record Arguments(List<Object> positional, Map<String, Object> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Object... positional) {
        return new Arguments(java.util.Arrays.asList(positional), Map.of());
    }

    /** The arguments from the given position on; what is named stays. */
    Arguments from(int position) {
        return new Arguments(positional.subList(Math.min(position, positional.size()), positional.size()), named);
    }

    /**
     * Puts the arguments under the names of the parameters.
     *
     * @throws TemplateException if there are more arguments than parameters, or a name that is no parameter
     */
    Bound bind(String... parameters) {
        if (positional.size() > parameters.length) {
            throw TemplateException.unplaced("takes at most " + parameters.length + " arguments, got " + positional.size());
        }
        Map<String, Object> bound = new HashMap<>(named);
        bound.keySet().removeAll(List.of(parameters));
        if (!bound.isEmpty()) {
            throw TemplateException.unplaced("got an unexpected keyword argument '" + bound.keySet().iterator().next() + "'");
        }
        bound.putAll(named);
        for (int i = 0; i < positional.size(); i++) {
            if (bound.put(parameters[i], positional.get(i)) != null || named.containsKey(parameters[i])) {
                throw TemplateException.unplaced("got multiple values for argument '" + parameters[i] + "'");
            }
        }
        return new Bound(bound);
    }

    /** Arguments by parameter name. */
    record Bound(Map<String, Object> values) {

        boolean has(String name) {
            return values.containsKey(name);
        }

        Object get(String name, Object otherwise) {
            return values.containsKey(name) ? values.get(name) : otherwise;
        }

        Object require(String name) {
            if (!values.containsKey(name)) {
                throw TemplateException.unplaced("missing a required argument: '" + name + "'");
            }
            return values.get(name);
        }

        boolean flag(String name, boolean otherwise) {
            return values.containsKey(name) ? Values.truth(values.get(name)) : otherwise;
        }

        int number(String name, int otherwise) {
            return values.containsKey(name) ? Values.index(values.get(name)) : otherwise;
        }

        String text(String name, String otherwise) {
            return values.containsKey(name) ? Values.text(values.get(name)) : otherwise;
        }
    }
}
