package org.jackknife.api.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One plug-in with its written arguments, such as {@code quantize(type=Q4_K_M)}.
 *
 * @param id the plug-in's id
 * @param arguments option name to written value, in the order given
 */
public record RecipeStep(String id, Map<String, String> arguments) {

    public RecipeStep {
        arguments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** The step as it would be written; {@link Recipe#parse} reads it back. */
    @Override
    public String toString() {
        if (arguments.isEmpty()) {
            return id;
        }
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + "=" + RecipeParser.quoted(argument.getValue()))
                .collect(Collectors.joining(", ", id + "(", ")"));
    }
}
