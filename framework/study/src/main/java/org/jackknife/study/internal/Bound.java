package org.jackknife.study.internal;

import java.util.Locale;
import java.util.Map;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.plugin.Configurable;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.Plugins;

/**
 * A plug-in with its options bound.
 *
 * @param id the plug-in's id
 * @param source the bundle it came from
 * @param service the plug-in
 * @param options its options record
 * @param canonical its options as written, with every default
 * @param <T> the contract with its options erased to {@link Record}
 */
public record Bound<T extends Configurable<Record>>(
        String id, String source, T service, Record options, Map<String, String> canonical) {

    /**
     * Finds a plug-in and binds its options.
     *
     * @throws IllegalArgumentException if there is no such plug-in or an option is refused; the message says what there is
     */
    // safe: the options are bound by the schema that the plug-in itself names, so they are of its own class
    @SuppressWarnings("unchecked")
    public static <T extends Configurable<Record>> Bound<T> of(
            Plugins plugins, Class<? super T> contract, RecipeStep step) {
        Contribution<?> contribution = plugins.get(contract, step.id());
        T service = (T) contribution.service();
        OptionSchema<Record> schema = OptionSchema.of(service.optionsType());
        String owner = contract.getSimpleName().toLowerCase(Locale.ROOT) + " " + step.id();
        return new Bound<>(
                step.id(),
                contribution.source(),
                service,
                schema.bind(owner, step.arguments()),
                schema.canonical(owner, step.arguments()));
    }

    /** The plug-in with every option written out. */
    public RecipeStep step() {
        return new RecipeStep(id, canonical);
    }
}
