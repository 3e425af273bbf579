package org.jackknife.host.internal;

/** A bundle cannot be taken. The message is one sentence for the person who supplied it. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
