package org.jackknife.api.method;

/** Says that a model or a combination of options does not fit a method, and what to change. */
public final class MethodException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MethodException(String message) {
        super(message);
    }

    public MethodException(String message, Throwable cause) {
        super(message, cause);
    }
}
