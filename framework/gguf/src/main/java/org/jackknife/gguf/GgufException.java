package org.jackknife.gguf;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Says that a file is not a GGUF file this program can use safely, or cannot be read or written at all.
 *
 * <p>The message names the file, the place in it, the actual value against the allowed one, and is never empty.
 */
public final class GgufException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Reports a fault of {@code file}; {@code message} says where in the file, and what was expected. */
    public GgufException(Path file, String message) {
        super(file + ": " + message);
    }

    /** Reports an input or output error on {@code file}. */
    public GgufException(Path file, String message, Throwable cause) {
        super(file + ": " + message, cause);
    }
}
