package org.jackknife.toolquery.internal.generate;

import java.util.function.Function;
import org.jackknife.api.task.Difficulty;

/**
 * A kind of goal.
 *
 * @param name unique within the tool set
 * @param difficulty easy for one or two calls before {@code finish}, hard for three to five
 * @param writer walks to the goal and returns its text
 */
public record GoalTemplate<W>(String name, Difficulty difficulty, Function<Scene<W>, String> writer) {

    /** A goal of one or two calls. */
    public static <W> GoalTemplate<W> easy(String name, Function<Scene<W>, String> writer) {
        return new GoalTemplate<>(name, Difficulty.EASY, writer);
    }

    /** A goal of three to five calls. */
    public static <W> GoalTemplate<W> hard(String name, Function<Scene<W>, String> writer) {
        return new GoalTemplate<>(name, Difficulty.HARD, writer);
    }
}
