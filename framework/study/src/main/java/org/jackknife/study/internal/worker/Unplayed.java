package org.jackknife.study.internal.worker;

import java.util.List;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.task.Sample;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Trajectory;

/** What is told of episodes whose world never spoke. */
public final class Unplayed {

    private Unplayed() {}

    static Briefing briefing(Sample sample) {
        return new Briefing("", "", "", List.of(), sample.goal(), List.of(), "");
    }

    /** The trajectory of an episode that no worker survived. */
    public static Trajectory trajectory(EpisodeKey key, Sample sample, String detail) {
        return new Trajectory(key, sample, briefing(sample), List.of(), Ending.engineError(detail));
    }
}
