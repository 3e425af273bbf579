package org.jackknife.calibration.internal.episode;

import org.jackknife.api.task.Oracle.OracleStep;

/** Writes an episode down while it is played. */
public interface Transcript {

    /** Writes down what the agent says and does. */
    void acts(OracleStep step);

    /** Writes down what the world answered. */
    void observes(String observation);

    /** The whole conversation so far, as the model reads it. */
    String text();
}
