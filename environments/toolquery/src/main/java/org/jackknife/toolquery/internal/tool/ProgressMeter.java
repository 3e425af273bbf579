package org.jackknife.toolquery.internal.tool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Measures how many subgoals the logged results of an episode fulfil.
 *
 * <p>Each update matches from the start: subgoals in their order each take the first logged value that fulfils them,
 * and a value serves one subgoal only. Progress is the largest share ever reached.
 */
public final class ProgressMeter {

    private final Toolbox toolbox;
    private final List<Object> subgoals;
    private final List<Object> log = new ArrayList<>();
    private double progress;

    /**
     * @param subgoals what is to be found in the log
     * @throws IllegalArgumentException if there is no subgoal: progress would have no denominator
     */
    public ProgressMeter(Toolbox toolbox, List<Object> subgoals) {
        if (subgoals.isEmpty()) {
            throw new IllegalArgumentException("a sample needs at least one subgoal");
        }
        this.toolbox = toolbox;
        this.subgoals = subgoals;
    }

    /** Adds to the log; counts at the next {@link #update}. */
    public void log(List<Object> entries) {
        log.addAll(entries);
    }

    /** Brings the progress up to date with the log. */
    public void update() {
        List<Object> left = new ArrayList<>(log);
        long fulfilled = subgoals.stream().filter(subgoal -> take(subgoal, left)).count();
        progress = Math.max(progress, (double) fulfilled / subgoals.size());
    }

    private boolean take(Object subgoal, List<Object> left) {
        for (Iterator<Object> values = left.iterator(); values.hasNext(); ) {
            if (toolbox.fulfils(subgoal, values.next())) {
                values.remove();
                return true;
            }
        }
        return false;
    }

    /** The progress rate, 0 to 1. */
    public double progress() {
        return progress;
    }

    /** Whether every subgoal is fulfilled. */
    public boolean complete() {
        return progress == 1;
    }
}
