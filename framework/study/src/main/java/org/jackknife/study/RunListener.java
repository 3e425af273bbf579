package org.jackknife.study;

/** Hears what a run does. Calls come one at a time, from any thread, and return quickly. */
@FunctionalInterface
public interface RunListener {

    /** A listener that hears nothing. */
    RunListener SILENT = event -> {};

    void on(RunEvent event);
}
