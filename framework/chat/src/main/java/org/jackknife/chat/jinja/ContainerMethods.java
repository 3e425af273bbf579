package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.chat.python.PythonTuple;

/** Methods of dicts and lists. Those that would change their object are refused, as in Jinja2's immutable sandbox. */
final class ContainerMethods {

    private ContainerMethods() {}

    static Optional<Callable> of(Map<?, ?> dict, String name) {
        return Optional.ofNullable(switch (name) {
            case "items" -> arguments -> items(dict);
            case "keys" -> arguments -> new ArrayList<Object>(dict.keySet());
            case "values" -> arguments -> new ArrayList<Object>(dict.values());
            case "copy" -> arguments -> new LinkedHashMap<Object, Object>(dict);
            case "get" -> arguments -> {
                Arguments.Bound bound = arguments.bind("key", "default");
                Object key = bound.require("key");
                return dict.containsKey(key) ? dict.get(key) : bound.get("default", null);
            };
            case "clear", "pop", "popitem", "setdefault", "update" -> refused("dict", name);
            default -> null;
        });
    }

    static Optional<Callable> of(List<?> list, String name) {
        return Optional.ofNullable(switch (name) {
            case "index" -> arguments -> {
                Object wanted = arguments.bind("value").require("value");
                for (int i = 0; i < list.size(); i++) {
                    if (Operators.equal(list.get(i), wanted)) {
                        return (long) i;
                    }
                }
                throw TemplateException.unplaced(Values.repr(wanted) + " is not in list");
            };
            case "count" -> arguments -> {
                Object wanted = arguments.bind("value").require("value");
                return list.stream().filter(each -> Operators.equal(each, wanted)).count();
            };
            case "copy" -> list instanceof PythonTuple ? null : arguments -> new ArrayList<Object>(list);
            case "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort" ->
                    list instanceof PythonTuple ? null : refused("list", name);
            default -> null;
        });
    }

    static List<Object> items(Map<?, ?> dict) {
        List<Object> items = new ArrayList<>(dict.size());
        dict.forEach((key, value) -> items.add(PythonTuple.of(key, value)));
        return items;
    }

    private static Callable refused(String type, String name) {
        return arguments -> {
            throw TemplateException.unplaced("access to attribute '" + name + "' of '" + type + "' object is unsafe.");
        };
    }
}
