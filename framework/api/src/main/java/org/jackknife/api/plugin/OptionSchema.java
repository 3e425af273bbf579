package org.jackknife.api.plugin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads what an options record declares and binds written values to it.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <O> the options record
 */
public final class OptionSchema<O extends Record> {

    private final Class<O> type;
    private final Map<String, OptionComponent> components;

    private OptionSchema(Class<O> type, Map<String, OptionComponent> components) {
        this.type = type;
        this.components = components;
    }

    /**
     * The schema of an options record.
     *
     * @throws IllegalArgumentException if a component lacks {@link Option}, has an unsupported type, or a default that
     *     its own rules refuse: a fault of the plug-in, told at installation and not at first use
     */
    public static <O extends Record> OptionSchema<O> of(Class<O> type) {
        Map<String, OptionComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(component.getName(), OptionComponent.of(type, component));
        }
        return new OptionSchema<>(type, components);
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
        Object[] arguments = components.values().stream()
                .map(component -> component.bind(owner, values.get(component.name())))
                .toArray();
        return construct(owner, arguments);
    }

    /**
     * The values that {@link #bind} would use, defaults included, in canonical writing: what fingerprints are made of.
     *
     * @throws OptionException as {@link #bind}
     */
    public Map<String, String> canonical(String owner, Map<String, String> values) {
        O options = bind(owner, values);
        Map<String, String> canonical = new LinkedHashMap<>();
        components.forEach((name, component) -> component.write(options).ifPresent(text -> canonical.put(name, text)));
        return canonical;
    }

    private String known() {
        return components.isEmpty() ? "it takes none" : "it takes " + String.join(", ", components.keySet());
    }

    private O construct(String owner, Object[] arguments) {
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
