package org.jackknife.cli.internal;

import org.jackknife.api.model.Recipe;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.task.Task;
import org.jackknife.cli.InputException;

/**
 * A task with its options, as named on the command line: {@code tool-query(toolset=weather)}.
 *
 * @param task the task
 * @param options its options, bound
 * @param label the task as it would be written
 */
record TaskChoice<O extends Record>(Task<O> task, O options, String label) {

    /**
     * Finds the task that a text names.
     *
     * @throws InputException if the text names several steps
     * @throws org.jackknife.api.model.RecipeException if the text is not written as a plug-in with options
     * @throws org.jackknife.api.plugin.UnknownPluginException if there is no such task
     * @throws org.jackknife.api.plugin.OptionException if an option is unknown or its value refused
     */
    static TaskChoice<?> parse(String text, Plugins plugins) {
        Recipe recipe = Recipe.parse(text);
        if (recipe.steps().size() != 1) {
            throw new InputException("'%s' must name one task, such as tool-query(toolset=weather)".formatted(text));
        }
        RecipeStep step = recipe.steps().getFirst();
        return bind(plugins.get(Task.class, step.id()).service(), step);
    }

    private static <O extends Record> TaskChoice<O> bind(Task<O> task, RecipeStep step) {
        O options = OptionSchema.of(task.optionsType()).bind("task " + step.id(), step.arguments());
        return new TaskChoice<>(task, options, step.toString());
    }
}
