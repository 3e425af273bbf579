package org.jackknife.llamacpp;

import java.util.Locale;
import org.jackknife.gguf.TensorType;

/** How the keys and values of the attention cache are stored. */
public enum CacheType {
    F32,
    F16,
    BF16,
    Q8_0,
    Q5_1,
    Q5_0,
    Q4_1,
    Q4_0,
    IQ4_NL;

    /** The same type among the tensor types. */
    public TensorType tensorType() {
        return TensorType.valueOf(name());
    }

    /** The name as users write it, such as {@code q8_0}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
