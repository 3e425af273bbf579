package org.jackknife.score;

import java.util.Locale;

/** The three scores of an episode, each between 0 and 1 (AgentBoard, arXiv 2401.13178, section 3). */
public enum Metric {
    /** Whether the goal was reached. */
    SUCCESS,
    /** How far the goal was approached at best. */
    PROGRESS,
    /** The share of steps whose action could be carried out. */
    GROUNDING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
