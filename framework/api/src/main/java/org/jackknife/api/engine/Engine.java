package org.jackknife.api.engine;

import org.jackknife.api.model.Model;
import org.jackknife.api.plugin.Configurable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs a model.
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
