package org.jackknife.api.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Methods in order, with their parameters: {@code magnitude(sparsity=0.5) > quantize(type=Q4_K_M)}.
 *
 * <p>Grammar: {@code recipe = "dense" | step {">" step}}, {@code step = id ["(" [name "=" value {"," name "=" value}]
 * ")"]}. A value runs to the next comma or closing parenthesis; one that holds those or blanks at its ends stands in
 * double quotes, with {@code \"} and {@code \\} inside.
 *
 * @param steps the steps in the order they are applied; empty for the dense model
 */
public record Recipe(List<RecipeStep> steps) {

    /** The empty recipe: the model as it is. */
    public static final Recipe DENSE = new Recipe(List.of());

    public Recipe {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a recipe.
     *
     * @throws RecipeException if the text does not follow the grammar; the message names the position
     */
    public static Recipe parse(String text) {
        return new RecipeParser(text).recipe();
    }

    public boolean isDense() {
        return steps.isEmpty();
    }

    /** The first {@code count} steps as a recipe of their own. */
    public Recipe prefix(int count) {
        return new Recipe(steps.subList(0, count));
    }

    /** The recipe as it would be written; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return isDense() ? "dense" : steps.stream().map(RecipeStep::toString).collect(Collectors.joining(" > "));
    }
}
