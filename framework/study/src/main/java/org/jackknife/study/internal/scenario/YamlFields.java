package org.jackknife.study.internal.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one mapping, by key. */
record YamlFields(YamlValue owner, Map<String, YamlValue> values) {

    Optional<YamlValue> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    YamlValue require(String key) {
        return find(key).orElseThrow(() -> owner.refused("key '%s' is missing".formatted(key)));
    }

    int integer(String key, int smallest, int otherwise) {
        return find(key).map(value -> value.integer(smallest)).orElse(otherwise);
    }

    /** The one key of the given ones that is there. */
    String exactlyOne(List<String> keys) {
        List<String> present = keys.stream().filter(values::containsKey).toList();
        if (present.size() != 1) {
            throw owner.refused("expected exactly one of %s, found %s"
                    .formatted(String.join(", ", keys), present.isEmpty() ? "none" : String.join(", ", present)));
        }
        return present.getFirst();
    }
}
