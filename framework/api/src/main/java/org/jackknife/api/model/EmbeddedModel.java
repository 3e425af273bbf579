package org.jackknife.api.model;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** A model that travels inside a bundle, so that there is something to run without a download. */
@ConsumerType
public interface EmbeddedModel {

    /**
     * The model as a file: unpacked on first use, the same file afterwards.
     *
     * @param folder where it may be kept; made if need be
     * @throws IOException if it cannot be unpacked, or what is there is not what the bundle holds
     */
    Path unpack(Path folder) throws IOException;
}
