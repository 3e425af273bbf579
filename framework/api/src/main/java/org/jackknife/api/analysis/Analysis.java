package org.jackknife.api.analysis;

import java.util.Map;
import org.jackknife.api.engine.TokenSession;
import org.jackknife.api.plugin.Configurable;
import org.jackknife.api.plugin.Progress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks inside a variant and compares it with the dense model on the same tokens.
 *
 * @param <O> the options record
 */
@ConsumerType
public interface Analysis<O extends Record> extends Configurable<O> {

    /** The version of the algorithm. */
    String version();

    /**
     * Compares the two models.
     *
     * @param tokens texts as token ids, shape [texts][tokens]
     * @return figure by name, such as {@code kl-divergence}; names and units are documented by the analysis
     */
    Map<String, Double> compare(TokenSession dense, TokenSession variant, int[][] tokens, O options, Progress progress);
}
