package org.jackknife.api.environment;

/**
 * What the world answered to an action.
 *
 * @param observation what the agent sees
 * @param valid whether the action could be carried out; invalid ones change nothing
 * @param progress the progress rate after the action, 0 to 1, never falling within an episode
 * @param done whether the episode is over
 * @param success whether the goal is reached; final once done
 */
public record Feedback(String observation, boolean valid, double progress, boolean done, boolean success) {

    public Feedback {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress is %s, allowed 0 to 1".formatted(progress));
        }
    }

    /** An answer that changes nothing: the action could not be carried out. */
    public static Feedback invalid(String observation, double progress) {
        return new Feedback(observation, false, progress, false, false);
    }
}
