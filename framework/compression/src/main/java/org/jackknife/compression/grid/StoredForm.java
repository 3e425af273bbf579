package org.jackknife.compression.grid;

import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** Names the form that weights are stored in: all that a plan needs to know, before there is a codec. */
public sealed interface StoredForm permits UniformScheme, EncodedForm {

    /** The ggml type of the blocks. */
    TensorType type();

    /** Columns that get their scales in one go, or {@link GridFormat#WHOLE_ROW}. */
    int span();

    /**
     * Makes the format that chooses scales and packs.
     *
     * @param codec has to support the type where scales are those of ggml's encoders
     * @param zeros whether every group or sub-block must have a level that is exactly 0; only for
     *     {@link GridFormats#zeroTypes}
     * @throws IllegalArgumentException if the type cannot hold zeros that are asked for
     */
    GridFormat format(TensorCodec codec, boolean zeros);

    /** Makes the format without regard to zeros. */
    default GridFormat format(TensorCodec codec) {
        return format(codec, false);
    }

    /**
     * The type of a tensor that is stored so.
     *
     * @param zeros whether weights that are exactly zero must stay so
     * @throws MethodException if the tensor does not fit; the message says what to change
     */
    default TensorType typeFor(TensorSpec tensor, boolean zeros) {
        if (zeros && !GridFormats.zeroTypes().contains(type())) {
            throw new MethodException(
                    "tensor %s: %s has no exact zero, so zeros cannot be kept; choose one of %s"
                            .formatted(tensor.name(), type(), GridFormats.zeroTypes()));
        }
        if (span() != GridFormat.WHOLE_ROW && tensor.shape().getFirst() % span() != 0) {
            throw new MethodException("tensor %s has rows of %d weights, which groups of %d cannot divide; choose another group or type for it, or exclude it"
                    .formatted(tensor.name(), tensor.shape().getFirst(), span()));
        }
        return type();
    }
}
