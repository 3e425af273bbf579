package org.jackknife.api.task;

import java.util.Locale;

/** The two classes that AgentBoard reports apart. */
public enum Difficulty {
    EASY,
    HARD;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
