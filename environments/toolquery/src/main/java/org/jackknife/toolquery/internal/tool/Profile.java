package org.jackknife.toolquery.internal.tool;

import java.util.Locale;

/** Which accidents of the published benchmark are kept. */
public enum Profile {
    /** As published runs behaved, accidents included. */
    ACBENCH,
    /** The same tools and scores without the accidents. */
    CLEAN;

    /** Indexes in (20, 21], (40, 41], (60, 61] and (80, 81] count as extremely poor air. */
    public boolean airQualityGaps() {
        return this == ACBENCH;
    }

    /** Distances carry every digit of the computation; otherwise they are rounded to a tenth of a kilometre. */
    public boolean fullDistances() {
        return this == ACBENCH;
    }

    /** Action inputs may be written with JSON's {@code true}, {@code false} and {@code null}. */
    public boolean jsonLiterals() {
        return this == CLEAN;
    }

    /** The reply to an action of the wrong form lacks its closing quote. */
    public boolean unclosedFormatError() {
        return this == ACBENCH;
    }

    /** Any executed action whose text has "finish" in it ends the episode, not only the tool {@code finish}. */
    public boolean finishesByText() {
        return this == ACBENCH;
    }

    /** Progress is not brought up to date after an observation with "Invalid" in it. */
    public boolean stallsOnInvalid() {
        return this == ACBENCH;
    }

    /** An observation with the name of a network error in it ends the episode without success. */
    public boolean abortsOnNetworkErrorText() {
        return this == ACBENCH;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
