package org.jackknife.api.task;

import java.util.List;
import org.jackknife.api.environment.Action;
import org.osgi.annotation.versioning.ConsumerType;

/** Solves samples: the proof that each can be solved, and the source of training and calibration trajectories. */
@FunctionalInterface
@ConsumerType
public interface Oracle {

    /**
     * The actions that solve the sample, in order, from a fresh environment.
     *
     * @return never empty
     */
    List<OracleStep> solve(Sample sample);

    /**
     * One move.
     *
     * @param say what a good agent would say before it acts, for training; may be empty
     * @param action the move
     */
    record OracleStep(String say, Action action) {}
}
