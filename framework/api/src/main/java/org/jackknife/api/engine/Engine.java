package org.jackknife.api.engine;

import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Configurable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs a model.
 *
 * <p>An engine that can answer several requests at once has an integer option {@code sequences}, 1 by default: a
 * scenario's {@code throughput} is handed to it.
 *
 * @param <O> the options record: threads, context, devices and the like
 */
@ConsumerType
public interface Engine<O extends Record> extends Configurable<O> {

    /**
     * Loads the model and makes it ready to answer.
     *
     * @throws EngineException if the model cannot be run; the message says why and what to do
     */
    EngineSession open(Model model, O options);
}
