package org.jackknife.quantize.internal;

import java.util.EnumSet;
import java.util.Set;
import org.jackknife.gguf.TensorType;

/**
 * The names under which llama.cpp offers mixes of tensor types, with the number that {@code general.file_type} carries
 * and the type that most tensors get.
 */
public enum Mix {
    F32(0, TensorType.F32),
    F16(1, TensorType.F16),
    Q4_0(2, TensorType.Q4_0),
    Q4_1(3, TensorType.Q4_1),
    Q8_0(7, TensorType.Q8_0),
    Q5_0(8, TensorType.Q5_0),
    Q5_1(9, TensorType.Q5_1),
    Q2_K(10, TensorType.Q2_K),
    Q3_K_S(11, TensorType.Q3_K),
    Q3_K_M(12, TensorType.Q3_K),
    Q3_K_L(13, TensorType.Q3_K),
    Q4_K_S(14, TensorType.Q4_K),
    Q4_K_M(15, TensorType.Q4_K),
    Q5_K_S(16, TensorType.Q5_K),
    Q5_K_M(17, TensorType.Q5_K),
    Q6_K(18, TensorType.Q6_K),
    IQ2_XXS(19, TensorType.IQ2_XXS),
    IQ2_XS(20, TensorType.IQ2_XS),
    Q2_K_S(21, TensorType.Q2_K),
    IQ3_XS(22, TensorType.IQ3_S),
    IQ3_XXS(23, TensorType.IQ3_XXS),
    IQ1_S(24, TensorType.IQ1_S),
    IQ4_NL(25, TensorType.IQ4_NL),
    IQ3_S(26, TensorType.IQ3_S),
    IQ3_M(27, TensorType.IQ3_S),
    IQ2_S(28, TensorType.IQ2_XS),
    IQ2_M(29, TensorType.IQ2_S),
    IQ4_XS(30, TensorType.IQ4_XS),
    IQ1_M(31, TensorType.IQ1_M),
    BF16(32, TensorType.BF16),
    TQ1_0(36, TensorType.TQ1_0),
    TQ2_0(37, TensorType.TQ2_0);

    /** The mixes of one or two bits, which treat output, embeddings and attention alike. */
    static final Set<Mix> LOWEST = EnumSet.of(IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ2_M);

    private final int fileType;
    private final TensorType base;

    Mix(int fileType, TensorType base) {
        this.fileType = fileType;
        this.base = base;
    }

    /** The value of {@code general.file_type}. */
    public int fileType() {
        return fileType;
    }

    /** The type of every tensor that no rule singles out. */
    public TensorType base() {
        return base;
    }

    boolean isOneOf(Mix first, Mix... rest) {
        return EnumSet.of(first, rest).contains(this);
    }
}
