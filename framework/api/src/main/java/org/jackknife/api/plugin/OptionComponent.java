package org.jackknife.api.plugin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One component of an options record: how its written value is read, checked and written again. */
final class OptionComponent {

    private final RecordComponent component;
    private final Option option;
    private final Class<?> valueType;
    private final boolean optional;

    private OptionComponent(RecordComponent component, Option option, Class<?> valueType, boolean optional) {
        this.component = component;
        this.option = option;
        this.valueType = valueType;
        this.optional = optional;
    }

    static OptionComponent of(Class<?> owner, RecordComponent component) {
        Option option = component.getAnnotation(Option.class);
        String where = owner.getName() + "." + component.getName();
        if (option == null) {
            throw new IllegalArgumentException(where + " lacks @Option");
        }
        boolean optional = component.getType() == Optional.class;
        Class<?> valueType = optional ? argumentOf(component.getGenericType()) : component.getType();
        OptionComponent result = new OptionComponent(component, option, valueType, optional);
        if (result.typeName() == null) {
            throw new IllegalArgumentException(where + " has the unsupported type " + component.getGenericType());
        }
        if (result.hasDefault()) {
            try {
                result.read(where, option.defaultValue());
            } catch (OptionException e) {
                throw new IllegalArgumentException(where + " refuses its own default: " + e.getMessage(), e);
            }
        }
        return result;
    }

    private static Class<?> argumentOf(Type type) {
        Type argument = ((ParameterizedType) type).getActualTypeArguments()[0];
        return argument instanceof Class<?> c ? c : Object.class;
    }

    String name() {
        return component.getName();
    }

    OptionSpec spec() {
        return new OptionSpec(
                name(),
                typeName(),
                option.unit(),
                hasDefault() ? Optional.of(option.defaultValue()) : Optional.empty(),
                !hasDefault() && !optional,
                allowed(),
                option.value());
    }

    Object bind(String owner, String written) {
        if (written == null && !hasDefault()) {
            if (optional) {
                return Optional.empty();
            }
            throw new OptionException("%s needs the option '%s' (%s)%s"
                    .formatted(owner, name(), option.value(), allowedText()));
        }
        Object value = read(owner, written == null ? option.defaultValue() : written);
        return optional ? Optional.of(value) : value;
    }

    Optional<String> write(Record options) {
        Object value = value(component, options);
        if (value instanceof Optional<?> o) {
            return o.map(Object::toString);
        }
        if (value instanceof List<?> list) {
            return Optional.of(list.stream().map(Object::toString).collect(Collectors.joining(",")));
        }
        return Optional.of(value.toString());
    }

    /** What a record holds in a component. */
    static Object value(RecordComponent component, Record options) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(options);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException("option " + component.getName() + " cannot be read: " + e, e);
        }
    }

    private boolean hasDefault() {
        return !option.defaultValue().equals(Option.REQUIRED);
    }

    /** The type in a user's words, or null where the type is not supported. */
    private String typeName() {
        if (valueType == double.class || valueType == Double.class) {
            return "number";
        } else if (isInteger()) {
            return "integer";
        } else if (valueType == boolean.class || valueType == Boolean.class) {
            return "boolean";
        } else if (valueType == String.class) {
            return "text";
        } else if (valueType == Path.class) {
            return "path";
        } else if (valueType.isEnum()) {
            return "choice";
        } else {
            return valueType == List.class ? "list" : null;
        }
    }

    private boolean isInteger() {
        return valueType == int.class || valueType == Integer.class || valueType == long.class || valueType == Long.class;
    }

    private List<String> allowed() {
        if (valueType.isEnum()) {
            return Arrays.stream(valueType.getEnumConstants()).map(Object::toString).toList();
        }
        if (typeName().equals("boolean")) {
            return List.of("true", "false");
        }
        List<String> range = new ArrayList<>();
        if (option.min() != Double.NEGATIVE_INFINITY) {
            range.add("at least " + number(option.min()));
        }
        if (option.max() != Double.POSITIVE_INFINITY) {
            range.add("at most " + number(option.max()));
        }
        return range;
    }

    private String number(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private String allowedText() {
        return allowed().isEmpty() ? "" : "; allowed: " + String.join(", ", allowed());
    }

    private Object read(String owner, String written) {
        String text = written.strip();
        return switch (typeName()) {
            case "number" -> checked(owner, text, parse(owner, text, Double::parseDouble));
            case "integer" -> integer(owner, text);
            case "boolean" -> bool(owner, text);
            case "choice" -> choice(owner, text);
            case "path" -> Path.of(text);
            case "list" -> text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(",")).map(String::strip).toList();
            default -> text;
        };
    }

    private interface NumberReader {
        double read(String text);
    }

    private double parse(String owner, String text, NumberReader reader) {
        try {
            return reader.read(text);
        } catch (NumberFormatException e) {
            throw refused(owner, text);
        }
    }

    private Object integer(String owner, String text) {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw refused(owner, text);
        }
        checked(owner, text, value);
        if (valueType == long.class || valueType == Long.class) {
            return value;
        }
        if (value != (int) value) {
            throw refused(owner, text);
        }
        return (int) value;
    }

    private double checked(String owner, String text, double value) {
        // written so that NaN is refused too
        if (!(value >= option.min() && value <= option.max())) {
            throw refused(owner, text);
        }
        return value;
    }

    private boolean bool(String owner, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(owner, text);
        };
    }

    private Object choice(String owner, String text) {
        return Arrays.stream(valueType.getEnumConstants())
                .filter(constant -> constant.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> refused(owner, text));
    }

    private OptionException refused(String owner, String text) {
        return new OptionException("%s: option '%s' is '%s', but must be %s%s"
                .formatted(owner, name(), text, article(), allowedText()));
    }

    private String article() {
        return typeName().equals("integer") ? "an integer" : "a " + typeName();
    }
}
