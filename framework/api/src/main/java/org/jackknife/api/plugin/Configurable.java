package org.jackknife.api.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes typed options: a record whose components carry {@link Option}.
 *
 * @param <O> the options record; {@link NoOptions} where there is nothing to choose
 */
@ConsumerType
public interface Configurable<O extends Record> {

    /** The class of the options record, never null. */
    Class<O> optionsType();
}
