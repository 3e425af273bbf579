package org.jackknife.api.policy;

import org.jackknife.api.plugin.Configurable;
import org.jackknife.api.trajectory.Ending;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The agent loop: asks the model, carries out what it says, shows it what happened, until the world is done or a limit
 * is reached.
 *
 * <p>A malformed call is counted as a step, answered with a useful observation, and leaves the history valid. One
 * instance serves many episodes at once and keeps nothing between them.
 *
 * @param <O> the options record
 */
@ConsumerType
public interface Policy<O extends Record> extends Configurable<O> {

    /** The version of prompts and loop together. */
    String version();

    /**
     * Whether the model is offered the world's tools as tool specifications. Such a policy cannot play a model whose chat
     * template shows no tools, and a plan then says so.
     */
    default boolean offersTools() {
        return false;
    }

    /**
     * Plays one episode.
     *
     * @return how it ended; faults of engine and environment are returned as such, not thrown
     */
    Ending play(Episode episode, O options);
}
