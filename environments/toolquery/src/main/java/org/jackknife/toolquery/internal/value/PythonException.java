package org.jackknife.toolquery.internal.value;

/** An exception that the Python original would raise while it carries out an action; shown as {@code Type(message)}. */
public final class PythonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;

    /**
     * @param type the class name in Python, such as {@code KeyError}
     * @param message what Python's {@code str(exception)} would be
     */
    public PythonException(String type, String message) {
        // no stack trace: raised for every malformed action of a model, and only its text is ever used
        super(message, null, false, false);
        this.type = type;
    }

    /** The text that the agent is shown. */
    public String text() {
        return type + "(" + getMessage() + ")";
    }
}
