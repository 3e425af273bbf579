package org.jackknife.gguf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps a model's metadata: typed values under unique keys, in file order. Immutable; {@link #with} and
 * {@link #without} make changed copies.
 *
 * <p>The typed getters answer empty both for an absent key and for a value of another type; {@link #get} tells the two
 * apart.
 */
public final class GgufMetadata {
    private static final GgufMetadata EMPTY = new GgufMetadata(new LinkedHashMap<>());

    private final Map<String, GgufValue> values;

    private GgufMetadata(LinkedHashMap<String, GgufValue> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Returns metadata without any key. */
    public static GgufMetadata empty() {
        return EMPTY;
    }

    /** Copies a map; the map's iteration order becomes the file order. */
    public static GgufMetadata of(Map<String, GgufValue> values) {
        LinkedHashMap<String, GgufValue> copy = new LinkedHashMap<>(values);
        copy.forEach((key, value) -> {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, key);
        });
        return new GgufMetadata(copy);
    }

    /** Returns all values in file order; the map cannot be changed. */
    public Map<String, GgufValue> values() {
        return values;
    }

    /** Returns the value under a key, whatever its type. */
    public Optional<GgufValue> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Tells whether the key is present. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Returns a string value. */
    public Optional<String> string(String key) {
        return typed(key, GgufValue.Str.class, GgufValue.Str::value);
    }

    /** Returns an unsigned 32-bit value. */
    public Optional<Long> u32(String key) {
        return typed(key, GgufValue.U32.class, GgufValue.U32::value);
    }

    /** Returns an integer of any width; empty as well for an unsigned 64-bit value above 2^63 - 1. */
    public Optional<Long> integer(String key) {
        return get(key).flatMap(GgufMetadata::asLong);
    }

    /** Returns a 32-bit floating point value. */
    public Optional<Float> f32(String key) {
        return typed(key, GgufValue.F32.class, GgufValue.F32::value);
    }

    /** Returns a truth value. */
    public Optional<Boolean> bool(String key) {
        return typed(key, GgufValue.Bool.class, GgufValue.Bool::value);
    }

    /** Returns an array of any element type. */
    public Optional<GgufValue.Array> array(String key) {
        return typed(key, GgufValue.Array.class, Function.identity());
    }

    /** Returns an array of strings, such as {@code tokenizer.ggml.tokens}. */
    public Optional<List<String>> strings(String key) {
        return array(key)
                .filter(array -> array.elementType() == GgufType.STRING)
                .map(array -> array.elements().stream()
                        .map(element -> ((GgufValue.Str) element).value())
                        .toList());
    }

    /** Returns an array of integers of any width; empty as well when one does not fit a signed 64-bit number. */
    public Optional<List<Long>> integers(String key) {
        return array(key).flatMap(array -> {
            List<Long> longs = array.elements().stream()
                    .map(GgufMetadata::asLong)
                    .flatMap(Optional::stream)
                    .toList();
            return longs.size() == array.elements().size() ? Optional.of(longs) : Optional.empty();
        });
    }

    /** Returns an array of 32-bit floating point numbers. */
    public Optional<List<Float>> floats(String key) {
        return array(key)
                .filter(array -> array.elementType() == GgufType.FLOAT32)
                .map(array -> array.elements().stream()
                        .map(element -> ((GgufValue.F32) element).value())
                        .toList());
    }

    /** Returns a copy in which the key has this value; a key already present keeps its place, a new one comes last. */
    public GgufMetadata with(String key, GgufValue value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, key);
        LinkedHashMap<String, GgufValue> copy = new LinkedHashMap<>(values);
        copy.put(key, value);
        return new GgufMetadata(copy);
    }

    /** Returns a copy in which the key has this string. */
    public GgufMetadata with(String key, String value) {
        return with(key, GgufValue.of(value));
    }

    /** Returns a copy without the key; the same metadata when the key is absent. */
    public GgufMetadata without(String key) {
        if (!values.containsKey(key)) {
            return this;
        }
        LinkedHashMap<String, GgufValue> copy = new LinkedHashMap<>(values);
        copy.remove(key);
        return new GgufMetadata(copy);
    }

    private <V extends GgufValue, R> Optional<R> typed(String key, Class<V> type, Function<V, R> read) {
        return get(key).filter(type::isInstance).map(type::cast).map(read);
    }

    private static Optional<Long> asLong(GgufValue value) {
        return switch (value) {
            case GgufValue.U8 v -> Optional.of((long) v.value());
            case GgufValue.I8 v -> Optional.of((long) v.value());
            case GgufValue.U16 v -> Optional.of((long) v.value());
            case GgufValue.I16 v -> Optional.of((long) v.value());
            case GgufValue.U32 v -> Optional.of(v.value());
            case GgufValue.I32 v -> Optional.of((long) v.value());
            case GgufValue.I64 v -> Optional.of(v.value());
            case GgufValue.U64 v -> v.value() >= 0 ? Optional.of(v.value()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GgufMetadata that
                && List.copyOf(values.entrySet()).equals(List.copyOf(that.values.entrySet()));
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
