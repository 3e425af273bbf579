package org.jackknife.compression.grid;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jackknife.compression.internal.grid.BlockLayout;
import org.jackknife.compression.internal.grid.EncodedFormat;
import org.jackknife.compression.internal.grid.UniformFormat;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/** Makes the formats of grids that there are. */
public final class GridFormats {

    private static final Set<TensorType> HOLD_ZERO = Collections.unmodifiableSet(EnumSet.of(
            TensorType.Q4_0, TensorType.Q4_1, TensorType.Q5_0, TensorType.Q5_1, TensorType.Q8_0, TensorType.Q2_K,
            TensorType.Q3_K, TensorType.Q4_K, TensorType.Q5_K, TensorType.Q6_K));

    private GridFormats() {}

    /**
     * Integers times a scale that is set by the greatest weight of a group:
     *
     * <ul>
     * <li>symmetric: {@code s = max|w| / (2^(b-1) - 1)}, levels {@code -2^(b-1)} to {@code 2^(b-1) - 1};
     * <li>asymmetric: {@code s = (max - min) / (2^b - 1)}, levels 0 to {@code 2^b - 1}, the offset is {@code -z·s} with the
     *     integer {@code z = round(-min / s)}.
     * </ul>
     *
     * <p>Scale and offset are rounded to F16 first, as the block holds them, and weights are rounded to what results.
     * Where all weights of a group are equal, the asymmetric form has scale 0 and their value as offset; where all are
     * zero, so are scales, offsets and what is stored. A scale below 2⁻²⁵, which F16 rounds to zero, makes its group zero
     * (or its offset); scales below 2⁻¹⁴ have fewer than eleven bits and may cut the greatest weights. A scale or an
     * offset beyond F16's 65504 is refused.
     *
     * <p>With {@link UniformScheme#searchScale} the range is shrunk in steps of a hundredth down to 0.21 of itself, as
     * GPTQ's program does with its {@code mse} option, and the scale with the least squared error is taken, weighted by
     * the importance if one is given. (That program sums errors to the power of 2.4.) Without it the importance plays no
     * part.
     */
    public static GridFormat uniform(UniformScheme scheme) {
        return new UniformFormat(scheme, false);
    }

    /**
     * As {@link #uniform}, with a level of every group that is exactly 0. Symmetric grids have one anyway. For asymmetric ones
     * zero counts as a weight when the range is taken, and the scale is rounded to so few bits that F16 holds {@code z·s}: to
     * eleven, less those of z without its trailing zeros.
     */
    public static GridFormat uniformWithZero(UniformScheme scheme) {
        return new UniformFormat(scheme, true);
    }

    /**
     * The blocks of a ggml type, with the scales that ggml's own encoder chooses for the weights, by its importance if one
     * is given.
     *
     * @param type one of {@link #encodedTypes}
     * @param codec has to support the type
     */
    public static GridFormat encoded(TensorType type, TensorCodec codec) {
        return EncodedFormat.ofEncoder(BlockLayout.of(type), codec);
    }

    /**
     * The blocks of a ggml type, with a level of every sub-block that ggml decodes to exactly 0. The types without minima
     * have one anyway, and take ggml's scales. For Q2_K, Q4_K and Q5_K scales and minima come from a search of our own, such
     * that each minimum is the scale times an integer zero point. It minimises the squared error, weighted by the importance.
     *
     * @param type one of {@link #encodedTypes} and of {@link #zeroTypes}
     * @param codec has to support the type
     */
    public static GridFormat encodedWithZero(TensorType type, TensorCodec codec) {
        if (!zeroTypes().contains(type)) {
            throw new IllegalArgumentException("blocks of %s hold no exact zero; those of %s do".formatted(type, zeroTypes()));
        }
        return EncodedFormat.withZero(BlockLayout.of(type), codec);
    }

    /** The types that {@link #encoded} knows. */
    public static Set<TensorType> encodedTypes() {
        return BlockLayout.types();
    }

    /** The types whose blocks can hold 0 exactly beside any other weights. */
    public static Set<TensorType> zeroTypes() {
        return HOLD_ZERO;
    }

    /** Whether blocks of a type have minima, so that zero is a level only where scales are chosen for it. */
    static boolean hasMinima(TensorType type) {
        return EncodedFormat.hasMinima(BlockLayout.of(type));
    }
}
