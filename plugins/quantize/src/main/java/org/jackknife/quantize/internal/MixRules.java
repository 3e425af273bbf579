package org.jackknife.quantize.internal;

import static org.jackknife.gguf.TensorType.IQ2_S;
import static org.jackknife.gguf.TensorType.IQ2_XXS;
import static org.jackknife.gguf.TensorType.IQ3_S;
import static org.jackknife.gguf.TensorType.IQ3_XXS;
import static org.jackknife.gguf.TensorType.Q2_K;
import static org.jackknife.gguf.TensorType.Q3_K;
import static org.jackknife.gguf.TensorType.Q4_1;
import static org.jackknife.gguf.TensorType.Q4_K;
import static org.jackknife.gguf.TensorType.Q5_1;
import static org.jackknife.gguf.TensorType.Q5_K;
import static org.jackknife.gguf.TensorType.Q6_K;
import static org.jackknife.gguf.TensorType.Q8_0;

import org.jackknife.gguf.TensorType;

/**
 * Which type a mix gives to a tensor of a role: the rules of llama.cpp b4916 (src/llama-quant.cpp, the function that
 * picks a tensor's type), restated role by role. {@code layer} is the position among the tensors of the role.
 */
final class MixRules {

    private final Mix mix;
    private final ModelShape model;

    MixRules(Mix mix, ModelShape model) {
        this.mix = mix;
        this.model = model;
    }

    /**
     * The type by rule, before it is checked against the row length.
     *
     * @param role what the tensor is for
     * @param layer counted from 0 among tensors of that role, or the block's number in a mixture of experts
     * @param rowLength weights per row
     */
    TensorType typeOf(Role role, int layer, long rowLength) {
        if (role == Role.OUTPUT || role == Role.EMBEDDING && model.tiedOutput()) {
            return output(rowLength);
        }
        if (role == Role.EMBEDDING) {
            return embedding();
        }
        if (Mix.LOWEST.contains(mix)) {
            return lowest(role, layer);
        }
        return switch (role) {
            case ATTENTION_V -> attentionV(layer);
            case ATTENTION_K -> model.experts() == 8 ? Q8_0 : attentionQueryKey();
            case ATTENTION_Q -> attentionQueryKey();
            case ATTENTION_QKV -> attentionQkv();
            case ATTENTION_OUTPUT -> attentionOutput();
            case FFN_DOWN -> feedForwardDown(layer);
            case FFN_GATE, FFN_UP -> feedForwardUp(layer);
            default -> mix.base();
        };
    }

    private TensorType output(long rowLength) {
        if (model.is("falcon") || rowLength % mix.base().blockSize() != 0) {
            return Q8_0;
        }
        if (Mix.LOWEST.contains(mix) || mix == Mix.IQ3_XXS) {
            return Q5_K;
        }
        return mix.base() == Q8_0 ? Q8_0 : Q6_K;
    }

    private TensorType embedding() {
        return switch (mix) {
            case IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS -> Q2_K;
            case IQ2_S, IQ2_M, IQ3_XXS -> IQ3_S;
            case TQ1_0, TQ2_0 -> Q4_K;
            default -> mix.base();
        };
    }

    private TensorType lowest(Role role, int layer) {
        boolean upperTwoBits = mix.isOneOf(Mix.IQ2_S, Mix.IQ2_M);
        return switch (role) {
            case ATTENTION_V -> model.queryGroup() >= 4 || model.experts() >= 4 ? Q4_K : upperTwoBits ? IQ3_S : Q2_K;
            case ATTENTION_K -> model.experts() == 8 ? Q4_K : mix.base();
            case FFN_DOWN -> layer < model.layers() / 8 ? (upperTwoBits ? IQ3_S : Q2_K) : mix.base();
            case ATTENTION_OUTPUT -> {
                if (model.experts() == 8) {
                    yield Q5_K;
                }
                yield mix.isOneOf(Mix.IQ1_S, Mix.IQ1_M) ? IQ2_XXS : upperTwoBits ? IQ3_S : mix.base();
            }
            default -> mix.base();
        };
    }

    private TensorType attentionV(int layer) {
        if (model.experts() == 8) {
            return Q8_0;
        }
        boolean grouped = model.queryGroup() >= 4;
        TensorType type =
                switch (mix) {
                    case Q2_K -> grouped ? Q4_K : Q3_K;
                    case Q2_K_S, IQ3_XS, IQ3_S -> grouped ? Q4_K : mix.base();
                    case IQ3_XXS -> grouped ? Q4_K : model.importance() ? IQ3_XXS : IQ3_S;
                    case IQ3_M -> Q4_K;
                    case Q3_K_M -> layer < 2 ? Q5_K : Q4_K;
                    case Q3_K_L -> Q5_K;
                    case IQ4_NL, IQ4_XS -> grouped ? Q5_K : mix.base();
                    case Q4_K_M, Q5_K_M -> moreBits(layer, model.attentionLayers()) ? Q6_K : mix.base();
                    case Q4_K_S -> layer < 4 ? Q5_K : mix.base();
                    default -> mix.base();
                };
        return model.is70B() && (type == Q3_K || type == Q4_K) ? Q5_K : type;
    }

    private TensorType attentionQueryKey() {
        return switch (mix) {
            case IQ3_XS -> IQ3_XXS;
            case IQ3_XXS -> IQ2_S;
            default -> mix.base();
        };
    }

    private TensorType attentionQkv() {
        return switch (mix) {
            case Q3_K_M, Q3_K_L, IQ3_M -> Q4_K;
            case Q4_K_M -> Q5_K;
            case Q5_K_M -> Q6_K;
            default -> mix.base();
        };
    }

    private TensorType attentionOutput() {
        if (model.is("falcon")) {
            return mix == Mix.Q3_K_L ? Q4_K : mix.base();
        }
        if (model.experts() == 8) {
            return switch (mix) {
                case Q2_K, IQ3_XS, IQ3_XXS, Q3_K_S, Q3_K_M, IQ4_NL, Q4_K_S, Q4_K_M, IQ3_S, IQ3_M, IQ4_XS -> Q5_K;
                default -> mix.base();
            };
        }
        return switch (mix) {
            case Q2_K -> Q3_K;
            case IQ3_XXS -> IQ3_S;
            case Q3_K_M, IQ3_M -> Q4_K;
            case Q3_K_L -> Q5_K;
            default -> mix.base();
        };
    }

    private TensorType feedForwardDown(int layer) {
        boolean falcon = model.is("falcon");
        boolean firstEighth = layer < model.layers() / 8;
        boolean firstSixteenth = layer < model.layers() / 16;
        return switch (mix) {
            case Q2_K -> Q3_K;
            case Q2_K_S -> firstEighth ? Q4_K : mix.base();
            case IQ3_XXS -> model.importance() ? mix.base() : firstEighth ? Q4_K : Q3_K;
            case Q3_K_M -> firstSixteenth ? Q5_K : !falcon || moreBits(layer, model.layers()) ? Q4_K : Q3_K;
            case IQ3_M -> firstEighth || model.experts() == 8 && moreBits(layer, model.layers()) ? Q4_K : mix.base();
            case Q3_K_L -> falcon ? Q4_K : Q5_K;
            case Q4_K_M -> {
                if (falcon) {
                    yield firstSixteenth ? Q6_K : moreBits(layer, model.layers()) ? Q5_K : Q4_K;
                }
                yield moreBits(layer, model.layers()) ? Q6_K : mix.base();
            }
            case IQ4_NL, IQ4_XS -> firstEighth && !model.importance() ? Q5_K : mix.base();
            case Q5_K_M -> moreBits(layer, model.layers()) ? Q6_K : mix.base();
            case Q4_K_S -> !falcon && firstEighth ? Q5_K : mix.base();
            // 4 and 5 bits without offset fail on the first layers once an importance matrix steers them
            case Q4_0 -> model.importance() && firstEighth ? Q4_1 : mix.base();
            case Q5_0 -> model.importance() && firstEighth ? Q5_1 : mix.base();
            default -> mix.base();
        };
    }

    private TensorType feedForwardUp(int layer) {
        boolean middle = layer >= model.layers() / 8 && layer < 7 * model.layers() / 8;
        return mix == Mix.IQ3_XS && middle ? IQ3_XXS : mix.base();
    }

    /** The first and last eighth of the layers and every third between: where errors cost most. */
    private static boolean moreBits(int layer, int layers) {
        int eighth = layers / 8;
        return layer < eighth || layer >= 7 * layers / 8 || (layer - eighth) % 3 == 2;
    }
}
