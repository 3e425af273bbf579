package org.jackknife.compression.grid;

import org.jackknife.api.method.MethodCost;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/**
 * A block format of ggml with the scales that ggml's own encoder chooses.
 *
 * @param type one of {@link GridFormats#encodedTypes}
 */
public record EncodedForm(TensorType type) implements StoredForm {

    /** Looks at a weight in a search for zero points: some 50 with four levels, up to 200 with 32. */
    private static final int SEARCH_VISITS = 150;

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
    public GridFormat format(TensorCodec codec, boolean zeros) {
        return zeros ? GridFormats.encodedWithZero(type, codec) : GridFormats.encoded(type, codec);
    }

    /**
     * What it costs to choose scales once.
     *
     * @param weighted whether by an importance
     * @param zeros as for {@link #format}
     */
    public MethodCost scalesCost(long weights, boolean weighted, boolean zeros) {
        return zeros && GridFormats.hasMinima(type)
                ? MethodCost.visiting(SEARCH_VISITS * (double) weights)
                : MethodCost.encoding(type, weighted, weights);
    }
}
