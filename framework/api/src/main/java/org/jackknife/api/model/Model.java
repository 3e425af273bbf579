package org.jackknife.api.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an engine is asked to run: a GGUF file, or a name that a server knows.
 *
 * @param name the name in tables and journals
 * @param file the GGUF file; empty for a model behind an endpoint
 * @param sha256 lower-case hexadecimal SHA-256 of the file's bytes; empty for a model behind an endpoint
 */
public record Model(String name, Optional<Path> file, Optional<String> sha256) {

    /** A model file whose hash is known. */
    public static Model ofFile(String name, Path file, String sha256) {
        return new Model(name, Optional.of(file), Optional.of(sha256));
    }

    /** A model that a server offers under that name. */
    public static Model remote(String name) {
        return new Model(name, Optional.empty(), Optional.empty());
    }
}
