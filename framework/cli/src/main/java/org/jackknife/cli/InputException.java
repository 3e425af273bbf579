package org.jackknife.cli;

/** The user's input is at fault. The message says what, where, and the next step; the program exits with status 2. */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
