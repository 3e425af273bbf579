package org.jackknife.host.internal;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A plug-in that was built and checked, ready to be offered.
 *
 * @param id its id
 * @param summary its one sentence
 * @param instance the plug-in itself
 * @param contracts the contracts of the API that it implements, at least one
 */
record BuiltPlugin(String id, String summary, Object instance, List<Class<?>> contracts) {

    String[] contractNames() {
        return contracts.stream().map(Class::getName).toArray(String[]::new);
    }

    /** Kinds and id in words, such as {@code method magnitude}. */
    @Override
    public String toString() {
        return contracts.stream().map(BuiltPlugin::kind).collect(Collectors.joining(" and ")) + " " + id;
    }

    static String kind(Class<?> contract) {
        return contract.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
