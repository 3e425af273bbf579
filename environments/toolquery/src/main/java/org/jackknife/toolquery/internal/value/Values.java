package org.jackknife.toolquery.internal.value;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the values that tools answer with, in the mapping of {@link org.jackknife.chat.python.PythonLiteral}. */
public final class Values {

    private Values() {}

    /** An ordered map of keys and values in turn; values may be null. */
    public static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
