package org.jackknife.study;

import java.net.URI;
import java.nio.file.Path;

/**
 * Names a model of a scenario and says where it comes from.
 *
 * @param name the name in tables; unique within a scenario
 * @param location where the model comes from
 */
public record ModelSource(String name, Location location) {

    /** The places a model can come from. */
    public sealed interface Location {}

    /**
     * A GGUF file on this machine.
     *
     * @param path absolute; of a split model, the first file
     */
    public record LocalFile(Path path) implements Location {}

    /**
     * A GGUF file to be downloaded once.
     *
     * @param url an http or https address
     * @param sha256 what the bytes must hash to, 64 lower-case hexadecimal digits
     */
    public record Download(URI url, String sha256) implements Location {}

    /** The small model that the distribution carries. */
    public record Embedded() implements Location {}

    /**
     * A model behind the scenario's engine, such as one of an OpenAI-compatible server; it cannot be compressed.
     *
     * @param served the name that the server knows
     */
    public record Endpoint(String served) implements Location {}

    /** Whether there is a file that methods can work on. */
    public boolean compressible() {
        return !(location instanceof Endpoint);
    }
}
