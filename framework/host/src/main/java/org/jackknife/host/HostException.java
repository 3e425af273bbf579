package org.jackknife.host;

/** The host itself could not start or stop. A single bad bundle never causes this: it is refused with an event. */
public final class HostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HostException(String message, Throwable cause) {
        super(message, cause);
    }
}
