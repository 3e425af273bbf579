package org.jackknife.study;

/** Says where a scenario file is wrong (file, line, column, key), what was found, and what is allowed. */
public final class ScenarioException extends StudyException {

    private static final long serialVersionUID = 1L;

    public ScenarioException(String message) {
        super(message);
    }

    public ScenarioException(String message, Throwable cause) {
        super(message, cause);
    }
}
