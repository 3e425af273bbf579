package org.jackknife.api.plugin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads what an options record declares and binds written values to it.
 *
 * <p>A component that is itself a record, without {@link Option}, stands for its own components: they are written beside
 * the others, so that several plug-ins can share a group of options.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <O> the options record
 */
public final class OptionSchema<O extends Record> {

    private final Class<O> type;
    private final List<Part> parts;
    private final Map<String, OptionComponent> components;

    private OptionSchema(Class<O> type, List<Part> parts) {
        this.type = type;
        this.parts = parts;
        this.components = new LinkedHashMap<>();
        parts.forEach(part -> part.collect(type, components));
    }

    /** One component of the record: an option, or a group of options with the component that holds it. */
    private sealed interface Part {

        /** Adds the options of this part by name. */
        void collect(Class<?> owner, Map<String, OptionComponent> components);

        /** The component's value from written values. */
        Object bind(String owner, Map<String, String> values);

        /** Writes the component of a built record in canonical form. */
        void write(Record options, Map<String, String> canonical);
    }

    private record Single(OptionComponent component) implements Part {

        @Override
        public void collect(Class<?> owner, Map<String, OptionComponent> components) {
            if (components.putIfAbsent(component.name(), component) != null) {
                throw new IllegalArgumentException(
                        "options record %s has two options '%s'".formatted(owner.getName(), component.name()));
            }
        }

        @Override
        public Object bind(String owner, Map<String, String> values) {
            return component.bind(owner, values.get(component.name()));
        }

        @Override
        public void write(Record options, Map<String, String> canonical) {
            component.write(options).ifPresent(text -> canonical.put(component.name(), text));
        }
    }

    private record Group(RecordComponent component, OptionSchema<? extends Record> schema) implements Part {

        @Override
        public void collect(Class<?> owner, Map<String, OptionComponent> components) {
            schema.parts.forEach(part -> part.collect(owner, components));
        }

        @Override
        public Object bind(String owner, Map<String, String> values) {
            return schema.construct(owner, values);
        }

        @Override
        public void write(Record options, Map<String, String> canonical) {
            Record group = (Record) OptionComponent.value(component, options);
            schema.parts.forEach(part -> part.write(group, canonical));
        }
    }

    /**
     * The schema of an options record.
     *
     * @throws IllegalArgumentException if a component lacks {@link Option}, has an unsupported type, or a default that
     *     its own rules refuse: a fault of the plug-in, told at installation and not at first use
     */
    public static <O extends Record> OptionSchema<O> of(Class<O> type) {
        List<Part> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            parts.add(part(type, component));
        }
        return new OptionSchema<>(type, parts);
    }

    private static Part part(Class<?> owner, RecordComponent component) {
        if (component.getType().isRecord() && component.getAnnotation(Option.class) == null) {
            return new Group(component, of(component.getType().asSubclass(Record.class)));
        }
        return new Single(OptionComponent.of(owner, component));
    }

    /** The options in the order of the record, never null, possibly empty. */
    public List<OptionSpec> specs() {
        return components.values().stream().map(OptionComponent::spec).toList();
    }

    /**
     * Builds the record from written values; options left out take their defaults.
     *
     * @param owner who is configured, for messages, such as {@code method magnitude}
     * @param values name to written value
     * @throws OptionException if a name is unknown, a value malformed or out of range, or a required one missing
     */
    public O bind(String owner, Map<String, String> values) {
        for (String name : values.keySet()) {
            if (!components.containsKey(name)) {
                throw new OptionException("%s has no option '%s'; %s".formatted(owner, name, known()));
            }
        }
        return construct(owner, values);
    }

    /**
     * The values that {@link #bind} would use, defaults included, in canonical writing: what fingerprints are made of.
     *
     * @throws OptionException as {@link #bind}
     */
    public Map<String, String> canonical(String owner, Map<String, String> values) {
        O options = bind(owner, values);
        Map<String, String> canonical = new LinkedHashMap<>();
        parts.forEach(part -> part.write(options, canonical));
        return canonical;
    }

    private String known() {
        return components.isEmpty() ? "it takes none" : "it takes " + String.join(", ", components.keySet());
    }

    private O construct(String owner, Map<String, String> values) {
        Object[] arguments = parts.stream().map(part -> part.bind(owner, values)).toArray();
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            // the record's own compact constructor refused a combination of values
            throw new OptionException(owner + ": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("options record %s cannot be built: %s".formatted(type.getName(), e), e);
        }
    }

    @Override
    public String toString() {
        return specs().stream().map(OptionSpec::name).collect(Collectors.joining(", ", type.getSimpleName() + "(", ")"));
    }
}
