package org.jackknife.calibration;

import java.util.Optional;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.task.Oracle;
import org.jackknife.api.task.Task;

/**
 * A task with its options, as written: {@code tool-query(toolset=weather)}.
 *
 * @param task the task
 * @param options its options, bound
 * @param label the task as it would be written
 */
public record TaskChoice<O extends Record>(Task<O> task, O options, String label) {

    /**
     * Finds the task that a text names.
     *
     * @throws MethodException if the text names several steps
     * @throws org.jackknife.api.model.RecipeException if the text is not written as a plug-in with options
     * @throws org.jackknife.api.plugin.UnknownPluginException if there is no such task
     * @throws org.jackknife.api.plugin.OptionException if an option is unknown or its value refused
     */
    public static TaskChoice<?> parse(String text, Plugins plugins) {
        Recipe recipe = Recipe.parse(text);
        if (recipe.steps().size() != 1) {
            throw new MethodException("'%s' must name one task, such as tool-query(toolset=weather)".formatted(text));
        }
        RecipeStep step = recipe.steps().getFirst();
        return bind(plugins.get(Task.class, step.id()).service(), step);
    }

    private static <O extends Record> TaskChoice<O> bind(Task<O> task, RecipeStep step) {
        O options = OptionSchema.of(task.optionsType()).bind("task " + step.id(), step.arguments());
        return new TaskChoice<>(task, options, step.toString());
    }

    /** What solves its samples; empty where nothing does. */
    public Optional<Oracle> oracle() {
        return task.oracle(options);
    }
}
