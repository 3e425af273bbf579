package org.jackknife.study.internal.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names what differs between two scenarios, key by key. */
public final class ScenarioChanges {

    /** Keys that change how fast a run goes and nothing that it measures. */
    public static final Set<String> FREE = Set.of("workers");

    private ScenarioChanges() {}

    /** Sentences such as {@code limits.steps was 30, is 20}; empty where both measure the same. */
    public static List<String> between(JsonNode before, JsonNode after) {
        List<String> changes = new ArrayList<>();
        compare("", before, after, changes);
        return changes;
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<String> changes) {
        if (before.equals(after) || FREE.contains(path)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(path.isEmpty() ? name : path + "." + name, before.path(name), after.path(name), changes);
            }
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare("%s[%d]".formatted(path, i), before.path(i), after.path(i), changes);
            }
        } else {
            changes.add("%s was %s, is %s".formatted(path, shown(before), shown(after)));
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.toString();
    }
}
