package org.jackknife.api.plugin;

/** Says that an option is unknown, missing, malformed or out of range, and which values are allowed. */
public final class OptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public OptionException(String message) {
        super(message);
    }
}
