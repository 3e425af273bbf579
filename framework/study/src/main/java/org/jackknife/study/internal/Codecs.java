package org.jackknife.study.internal;

import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorCodec;

/** Finds the codec of compressions. */
public final class Codecs {

    private Codecs() {}

    /** ggml's own encoders where a bundle offers them; the plain Java ones know fewer types. */
    public static TensorCodec of(Plugins plugins) {
        return plugins.all(TensorCodec.class).stream()
                .findFirst()
                .<TensorCodec>map(Contribution::service)
                .orElseGet(JavaTensorCodec::new);
    }
}
