package org.jackknife.gguf;

import java.util.List;
import java.util.Objects;

/**
 * Declares a tensor to be written: name, type and shape.
 *
 * @param name up to 63 bytes of UTF-8, unique within a file
 * @param type how the elements are stored; not a removed type
 * @param shape one to four positive lengths, the fastest varying first (ggml's {@code ne}); the first is a multiple of
 *     the type's block size
 */
public record TensorSpec(String name, TensorType type, List<Long> shape) {
    /** The longest tensor name that ggml stores, in bytes; one more byte ends the string. */
    public static final int MAX_NAME_BYTES = 63;

    /** The largest number of dimensions of a tensor. */
    public static final int MAX_DIMENSIONS = 4;

    /** Checks name, shape and size. */
    public TensorSpec {
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
        int nameBytes = new GgufValue.Str(name).utf8().length;
        if (nameBytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("tensor name '" + name + "' has " + nameBytes + " bytes of UTF-8, at most "
                    + MAX_NAME_BYTES + " are allowed");
        }
        if (shape.isEmpty() || shape.size() > MAX_DIMENSIONS) {
            throw new IllegalArgumentException("tensor '" + name + "' has " + shape.size()
                    + " dimensions, allowed are 1 to " + MAX_DIMENSIONS);
        }
        for (long length : shape) {
            if (length <= 0) {
                throw new IllegalArgumentException("tensor '" + name + "' has shape " + shape
                        + ", every length must be positive");
            }
        }
        byteSize(name, type, shape);
    }

    /** Declares a tensor with the lengths in order, the fastest varying first. */
    public static TensorSpec of(String name, TensorType type, long... shape) {
        return new TensorSpec(name, type, java.util.Arrays.stream(shape).boxed().toList());
    }

    /** Returns the number of elements. */
    public long elements() {
        return elements(shape);
    }

    /** Returns the bytes that the tensor takes, without padding. */
    public long byteSize() {
        return byteSize(name, type, shape);
    }

    static long elements(List<Long> shape) {
        long product = 1;
        for (long length : shape) {
            product = Math.multiplyExact(product, length);
        }
        return product;
    }

    private static long byteSize(String name, TensorType type, List<Long> shape) {
        if (type.removed() || shape.getFirst() % type.blockSize() != 0) {
            throw new IllegalArgumentException("tensor '" + name + "' has rows of " + shape.getFirst()
                    + " elements, " + (type.removed() ? type + " was removed from ggml" : type + " needs a multiple of " + type.blockSize()));
        }
        try {
            return type.bytesFor(elements(shape));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("tensor '" + name + "' of shape " + shape + " is larger than 2^63 bytes", e);
        }
    }
}
