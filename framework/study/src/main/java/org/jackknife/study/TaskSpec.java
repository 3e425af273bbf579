package org.jackknife.study;

import org.jackknife.api.model.RecipeStep;

/**
 * A task of a scenario.
 *
 * @param task the task's id with its options, such as {@code tool-query(toolset=weather)}
 * @param samples how many samples; 0 for the task's own default number
 */
public record TaskSpec(RecipeStep task, int samples) {

    /** The task as trajectories and tables name it. */
    public String label() {
        return task.toString();
    }
}
