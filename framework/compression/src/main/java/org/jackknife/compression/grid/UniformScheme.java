package org.jackknife.compression.grid;

import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/**
 * Says how weights are rounded to integers times a scale. Its stored form is a ggml type that holds just that:
 *
 * <table>
 * <caption>types by bits and symmetry</caption>
 * <tr><th>bits</th><th>symmetric</th><th>asymmetric</th></tr>
 * <tr><td>2, 3, 4</td><td>Q4_0</td><td>Q4_1</td></tr>
 * <tr><td>5</td><td>Q5_0</td><td>Q5_1</td></tr>
 * <tr><td>8</td><td>Q8_0</td><td>none</td></tr>
 * </table>
 *
 * <p>Fewer bits than the type has take up the type's room: what such a model can do is measured, not how small it is.
 *
 * @param bits 2, 3, 4, 5 or 8
 * @param symmetric whether levels lie around zero; they run from the least to the greatest weight otherwise
 * @param group columns that share a scale, a multiple of 32; {@link GridFormat#WHOLE_ROW} for one scale per row
 * @param searchScale whether smaller scales are tried, and the one with the least squared error is taken
 */
public record UniformScheme(int bits, boolean symmetric, int group, boolean searchScale) implements StoredForm {

    /** ggml's blocks of integers have 32 columns. */
    private static final int BLOCK = 32;

    /** Checks that there is a stored form. */
    public UniformScheme {
        if (bits < 2 || bits > 8 || bits == 6 || bits == 7) {
            throw new MethodException("weights of %d bits have no stored form; there are 2, 3, 4, 5 and 8".formatted(bits));
        }
        if (bits == 8 && !symmetric) {
            throw new MethodException("asymmetric weights of 8 bits have no stored form: GGUF's 8-bit blocks (Q8_0) have no "
                    + "offset; choose symmetric=true, or 2 to 5 bits");
        }
        if (group < 0 || group % BLOCK != 0) {
            throw new MethodException(("groups of %d columns have no stored form: blocks have 32 columns; choose a multiple "
                    + "of 32, or %d for one scale per row").formatted(group, GridFormat.WHOLE_ROW));
        }
    }

    @Override
    public TensorType type() {
        return switch (bits) {
            case 8 -> TensorType.Q8_0;
            case 5 -> symmetric ? TensorType.Q5_0 : TensorType.Q5_1;
            default -> symmetric ? TensorType.Q4_0 : TensorType.Q4_1;
        };
    }

    @Override
    public int span() {
        return group;
    }

    @Override
    public GridFormat format(TensorCodec codec, boolean zeros) {
        return zeros ? GridFormats.uniformWithZero(this) : GridFormats.uniform(this);
    }

    /** The integers that weights are rounded to. */
    public Levels levels() {
        return Levels.integers(symmetric ? -(1 << bits - 1) : 0, 1 << bits);
    }
}
