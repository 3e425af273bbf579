package org.jackknife.api.task;

import java.util.Locale;

/** What samples are for. Samples of different splits never share a seed. */
public enum Split {
    /** For training models. */
    TRAINING,
    /** For calibrating methods. */
    CALIBRATION,
    /** For measuring: never seen by training or calibration. */
    EVALUATION;

    /** The lower-case name that ids carry. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
