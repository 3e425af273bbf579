package org.jackknife.api.plugin;

/** The options of a plug-in that has none. */
public record NoOptions() {}
