package org.jackknife.gguf.internal.check;

import java.util.Optional;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;

/** Compares the types of metadata values with those llama.cpp insists on; it converts nothing. */
final class KeyTypes {
    private KeyTypes() {}

    /** Reports a value that is present but not of this type. */
    static void require(GgufMetadata metadata, String key, GgufType type, Findings findings) {
        metadata.get(key)
                .filter(value -> value.type() != type)
                .ifPresent(value -> findings.error(key, "has type " + describe(value) + ", llama.cpp reads " + type));
    }

    /** Reports a value that is present but not an array of this type; returns it if it is one. */
    static Optional<GgufValue.Array> array(GgufMetadata metadata, String key, GgufType type, Findings findings) {
        Optional<GgufValue.Array> array = metadata.array(key).filter(found -> found.elementType() == type);
        if (array.isEmpty()) {
            metadata.get(key)
                    .ifPresent(value -> findings.error(
                            key, "has type " + describe(value) + ", llama.cpp reads an array of " + type));
        }
        return array;
    }

    static String describe(GgufValue value) {
        return value instanceof GgufValue.Array array ? "array of " + array.elementType() : value.type().toString();
    }
}
