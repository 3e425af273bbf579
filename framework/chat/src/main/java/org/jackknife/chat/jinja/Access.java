package org.jackknife.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.chat.python.PythonTuple;

/** Attributes, items and slices of values; whatever is missing is {@link Undefined}. */
final class Access {

    private Access() {}

    /** {@code object.name}: a method or attribute first, then the item of that name. */
    static Object attribute(Object object, String name) {
        Object own = ownAttribute(object, name);
        if (own instanceof Undefined && object instanceof Map<?, ?> dict && dict.containsKey(name)) {
            return dict.get(name);
        }
        return own;
    }

    /** {@code object[key]}: an item first, then the attribute of that name. */
    static Object item(Object object, Object key) {
        if (object instanceof Undefined undefined) {
            throw undefined.used();
        }
        if (object instanceof Map<?, ?> dict && dict.containsKey(key)) {
            return dict.get(key);
        }
        if (Operators.isInteger(key)) {
            long index = Operators.integer(key);
            if (object instanceof List<?> list && !(object instanceof Generated)) {
                long at = index < 0 ? index + list.size() : index;
                return at >= 0 && at < list.size() ? list.get((int) at) : Undefined.attribute(object, key);
            }
            if (object instanceof String text) {
                long at = index < 0 ? index + PythonText.length(text) : index;
                return at >= 0 && at < PythonText.length(text)
                        ? Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) at)))
                        : Undefined.attribute(object, key);
            }
        }
        return key instanceof String name ? ownAttribute(object, name) : Undefined.attribute(object, key);
    }

    private static Object ownAttribute(Object object, String name) {
        return switch (object) {
            case Undefined undefined -> throw undefined.used();
            case Namespace namespace -> namespace.attributes().containsKey(name)
                    ? namespace.attributes().get(name)
                    : Undefined.attribute(object, name);
            case LoopVariable loop -> loop.attribute(name);
            case String text -> found(StringMethods.of(text, name), object, name);
            case Map<?, ?> dict -> found(ContainerMethods.of(dict, name), object, name);
            case List<?> list when !(list instanceof Generated) -> found(ContainerMethods.of(list, name), object, name);
            case Macro macro when name.equals("name") -> macro.name();
            case null, default -> Undefined.attribute(object, name);
        };
    }

    private static Object found(Optional<Callable> method, Object object, String name) {
        return method.isPresent() ? method.get() : Undefined.attribute(object, name);
    }

    /** {@code object[start:stop:step]}; a bound that is not given, or None, is null. */
    static Object slice(Object object, Object start, Object stop, Object step) {
        int stride = step == null ? 1 : Values.index(step);
        if (stride == 0) {
            throw TemplateException.unplaced("slice step cannot be zero");
        }
        List<?> elements = switch (object) {
            case String text -> PythonText.characters(text);
            case List<?> list when !(list instanceof Generated) -> list;
            case Undefined undefined -> throw undefined.used();
            case null, default -> throw TemplateException.unplaced("'" + Values.typeName(object) + "' object is not subscriptable");
        };
        int size = elements.size();
        int from = bound(start, stride > 0 ? 0 : size - 1, size, stride);
        int to = bound(stop, stride > 0 ? size : -1, size, stride);
        List<Object> taken = new ArrayList<>();
        for (long i = from; stride > 0 ? i < to : i > to; i += stride) {
            taken.add(elements.get((int) i));
        }
        return switch (object) {
            case String text -> String.join("", taken.stream().map(String.class::cast).toList());
            case PythonTuple tuple -> PythonTuple.copyOf(taken);
            default -> taken;
        };
    }

    /** A slice bound brought into the sequence, as PySlice_AdjustIndices does. */
    private static int bound(Object given, int otherwise, int size, int stride) {
        if (given == null) {
            return otherwise;
        }
        int index = Values.index(given);
        int adjusted = index < 0 ? index + size : index;
        int lowest = stride > 0 ? 0 : -1;
        int highest = stride > 0 ? size : size - 1;
        return Math.clamp(adjusted, lowest, Math.max(lowest, highest));
    }
}
