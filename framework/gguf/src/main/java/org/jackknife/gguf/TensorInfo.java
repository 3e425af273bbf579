package org.jackknife.gguf;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Describes a tensor of a file that was opened: its declaration and where its bytes lie.
 *
 * @param spec name, type and shape
 * @param offset first byte, counted from the beginning of the file that holds it
 * @param part which file of a split model holds the tensor, from 0; always 0 for a model in one file
 */
public record TensorInfo(TensorSpec spec, long offset, int part) {

    /** Returns the name, such as {@code blk.0.attn_q.weight}. */
    public String name() {
        return spec.name();
    }

    /** Returns how the elements are stored. */
    public TensorType type() {
        return spec.type();
    }

    /** Returns one to four lengths, the fastest varying first (ggml's {@code ne} without trailing ones left out). */
    public List<Long> shape() {
        return spec.shape();
    }

    /** Returns the length of a dimension, 1 for those beyond the shape, as ggml's {@code ne[dimension]} does. */
    public long length(int dimension) {
        return dimension < shape().size() ? shape().get(dimension) : 1;
    }

    /** Returns the number of elements. */
    public long elements() {
        return spec.elements();
    }

    /** Returns the bytes of the tensor, without padding. */
    public long byteSize() {
        return spec.byteSize();
    }

    /** Returns the elements of a row, the first dimension; for a weight matrix the number of inputs. */
    public long rowLength() {
        return shape().getFirst();
    }

    /** Returns the number of rows, over all other dimensions. */
    public long rows() {
        return elements() / rowLength();
    }

    /** Returns the bytes of one row. */
    public long rowBytes() {
        return type().bytesFor(rowLength());
    }

    /** Prints as {@code blk.0.attn_q.weight F16 [64 x 64]}. */
    @Override
    public String toString() {
        return name() + " " + type() + " "
                + shape().stream().map(String::valueOf).collect(Collectors.joining(" x ", "[", "]"));
    }
}
