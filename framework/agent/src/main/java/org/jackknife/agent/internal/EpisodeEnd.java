package org.jackknife.agent.internal;

import org.jackknife.api.trajectory.Ending;

/** Carries the ending of an episode out of the loop. */
public final class EpisodeEnd extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient Ending ending;

    public EpisodeEnd(Ending ending) {
        super(ending.detail(), null, false, false);
        this.ending = ending;
    }

    public Ending ending() {
        return ending;
    }
}
