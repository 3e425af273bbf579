package org.jackknife.quantize.internal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jackknife.gguf.TensorType;

/**
 * A user's own choice for some tensors, written {@code REGEX=TYPE}.
 *
 * @param name found anywhere in the tensor's name
 * @param type the type that those tensors get
 */
record TypeOverride(Pattern name, TensorType type) {

    static TypeOverride parse(String written) {
        int equals = written.lastIndexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("override '%s' must be REGEX=TYPE, such as attn_v=Q8_0".formatted(written));
        }
        try {
            return new TypeOverride(
                    Pattern.compile(written.substring(0, equals)), type("override", written.substring(equals + 1)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("override '%s': %s".formatted(written, e.getMessage()), e);
        }
    }

    static List<TypeOverride> parseAll(List<String> written) {
        return written.stream().map(TypeOverride::parse).toList();
    }

    /** A tensor type by the name that users write. */
    static TensorType type(String option, String name) {
        return TensorType.byName(name)
                .filter(type -> !type.removed())
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: there is no tensor type '%s'; examples are Q4_K, Q6_K, Q8_0, IQ4_NL, F16"
                                .formatted(option, name)));
    }
}
