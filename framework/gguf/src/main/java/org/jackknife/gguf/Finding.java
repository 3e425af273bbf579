package org.jackknife.gguf;

import java.util.Objects;

/**
 * Reports one fault of a model file.
 *
 * @param severity whether native code must be kept from the file
 * @param where the file, metadata key or tensor at fault
 * @param message what is there, and what is allowed
 */
public record Finding(Severity severity, String where, String message) {
    /** How bad a finding is. */
    public enum Severity {
        /** llama.cpp would crash on the file, refuse it, or load it and quietly compute or tokenize wrongly. */
        ERROR,
        /** The file loads and works, but something in it is unusual or could not be verified. */
        WARNING
    }

    /** Refuses missing parts. */
    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(message, "message");
    }

    /** Tells whether native code must not see the file. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Prints as {@code ERROR tokenizer.ggml.tokens: ...}. */
    @Override
    public String toString() {
        return severity + " " + where + ": " + message;
    }
}
