package org.jackknife.api.trajectory;

import java.util.List;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.task.Sample;

/**
 * A whole episode.
 *
 * @param key which episode
 * @param sample what it was about
 * @param briefing what the world said first
 * @param steps the turns in order; empty where the first turn failed
 * @param ending how it ended
 */
public record Trajectory(EpisodeKey key, Sample sample, Briefing briefing, List<Step> steps, Ending ending) {

    public Trajectory {
        steps = List.copyOf(steps);
    }
}
