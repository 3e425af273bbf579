package org.jackknife.toolquery.internal.value;

import java.util.List;
import java.util.Map;

/** Reads into the nested results of tools. */
public final class Results {

    private Results() {}

    /**
     * The value at a path of map keys and list indexes.
     *
     * @throws IllegalArgumentException if there is nothing at the path
     */
    public static Object at(Object value, Object... path) {
        Object current = value;
        for (Object step : path) {
            current = switch (current) {
                case Map<?, ?> map when map.containsKey(step) -> map.get(step);
                case List<?> list when step instanceof Integer index && index < list.size() -> list.get(index);
                case null, default -> throw new IllegalArgumentException("no '%s' in %s".formatted(step, current));
            };
        }
        return current;
    }

    /** The list at a path. */
    public static List<?> list(Object value, Object... path) {
        return (List<?>) at(value, path);
    }

    /** The index of the first map of a list that has this value under the key. */
    public static int indexOf(List<?> maps, String key, Object wanted) {
        for (int i = 0; i < maps.size(); i++) {
            if (wanted.equals(at(maps.get(i), key))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no %s '%s' in %s".formatted(key, wanted, maps));
    }
}
