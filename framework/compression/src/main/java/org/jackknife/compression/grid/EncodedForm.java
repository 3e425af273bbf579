package org.jackknife.compression.grid;

import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/**
 * A block format of ggml with the scales that ggml's own encoder chooses.
 *
 * @param type one of {@link GridFormats#encodedTypes}
 */
public record EncodedForm(TensorType type) implements StoredForm {

    /** Checks that the blocks are known. */
    public EncodedForm {
        if (!GridFormats.encodedTypes().contains(type)) {
            throw new IllegalArgumentException(
                    "codes cannot be put into blocks of %s; they can into those of %s".formatted(type, GridFormats.encodedTypes()));
        }
    }

    @Override
    public int span() {
        return type.blockSize();
    }

    @Override
    public GridFormat format(TensorCodec codec) {
        return GridFormats.encoded(type, codec);
    }
}
