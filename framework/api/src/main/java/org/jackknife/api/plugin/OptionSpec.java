package org.jackknife.api.plugin;

import java.util.List;
import java.util.Optional;

/**
 * One option as people see it in {@code list} and {@code --help}.
 *
 * @param name the component name
 * @param type the type in a user's words: {@code number}, {@code integer}, {@code boolean}, {@code text}, {@code path},
 *     {@code choice} or {@code list}
 * @param unit the unit, empty where there is none
 * @param defaultValue the default as written, empty where a value is required or may be left out
 * @param required whether a value must be given
 * @param allowed the allowed values or range in words, empty where anything goes
 * @param summary one sentence
 */
public record OptionSpec(
        String name,
        String type,
        String unit,
        Optional<String> defaultValue,
        boolean required,
        List<String> allowed,
        String summary) {

    public OptionSpec {
        allowed = List.copyOf(allowed);
    }
}
