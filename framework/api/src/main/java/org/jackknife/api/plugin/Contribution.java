package org.jackknife.api.plugin;

/**
 * A plug-in as the host found it.
 *
 * @param id the id of its {@link Plugin} annotation
 * @param summary its one sentence
 * @param source the bundle it came from: symbolic name and version
 * @param builtIn whether it belongs to the distribution, as against one that was dropped in
 * @param service the plug-in itself
 * @param <T> the contract it is offered under
 */
public record Contribution<T>(String id, String summary, String source, boolean builtIn, T service) {}
