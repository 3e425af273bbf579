package org.jackknife.chat.calls;

/**
 * One way in which a call does not fit the tools on offer.
 *
 * @param kind what is wrong
 * @param tool name the model called
 * @param argument path of the argument, e.g. {@code filter.years[0]}; empty for an unknown tool
 * @param message one sentence with what was found and what is allowed, fit to be shown to the model
 */
public record CallFinding(Kind kind, String tool, String argument, String message) {

    /** The ways of not fitting. */
    public enum Kind { UNKNOWN_TOOL, MISSING_ARGUMENT, UNKNOWN_ARGUMENT, WRONG_TYPE }
}
