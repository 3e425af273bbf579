package org.jackknife.cli.internal.inspect;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/** Finds who can decode a tensor: plain Java where it can, otherwise a codec of the installed plug-ins. */
final class Codecs {

    private final TensorCodec plain = new JavaTensorCodec();
    private final Supplier<List<TensorCodec>> installed;
    private List<TensorCodec> found;

    /**
     * Codecs in order of preference.
     *
     * @param installed asked only where plain Java does not do, because starting plug-ins takes time
     */
    Codecs(Supplier<List<TensorCodec>> installed) {
        this.installed = installed;
    }

    synchronized Optional<TensorCodec> of(TensorType type) {
        if (plain.supports(type)) {
            return Optional.of(plain);
        }
        if (found == null) {
            found = installed.get();
        }
        return found.stream().filter(codec -> codec.supports(type)).findFirst();
    }
}
