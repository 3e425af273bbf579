package org.jackknife.api.task;

import java.util.List;
import java.util.Optional;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.plugin.Configurable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A named, versioned set of samples, each opening an environment of its own.
 *
 * <p>The same options, split and count give the same samples on every machine. One instance serves many calls at once.
 *
 * @param <O> the options record
 */
@ConsumerType
public interface Task<O extends Record> extends Configurable<O> {

    /** The version of samples, texts and scoring together: changes whenever one of them does. */
    String version();

    /** The capability that the task measures, such as {@code tool use}. */
    String capability();

    /**
     * The samples of a split.
     *
     * @param count how many; 0 for the task's default number
     * @return never null; shorter than {@code count} only where the samples come from a file
     */
    List<Sample> samples(O options, Split split, int count);

    /** A fresh world for the sample; the caller closes it. */
    Environment open(O options, Sample sample);

    /** Walks samples to their goal; empty where the task has no oracle. */
    default Optional<Oracle> oracle(O options) {
        return Optional.empty();
    }
}
