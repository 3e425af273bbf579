package org.jackknife.api.engine;

/** An engine could not do its work: a fault of the infrastructure, never counted against the model. */
public class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
