package org.jackknife.gguf.internal.check;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;
import org.jackknife.gguf.internal.BlockFormat;

/**
 * Reads all weights in search of NaN and infinite ones. In a quantized block only the scales can be such; their places
 * are those of the block structs in ggml-common.h.
 */
public final class WeightRule implements Rule {
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int F16_EXPONENT = 0x7C00;
    private static final int BF16_EXPONENT = 0x7F80;

    /** IQ1_M spreads one F16 scale over the upper four bits of these four 16-bit words at the end of a block. */
    private static final int IQ1_M_SCALES = 48;

    @Override
    public void check(Gguf model, Findings findings) {
        for (TensorInfo tensor : model.tensors()) {
            MemorySegment bytes = model.data(tensor);
            int step = tensor.type().blockBytes();
            for (long at = 0; at < bytes.byteSize(); at += step) {
                if (!finite(tensor.type(), bytes, at)) {
                    long element = at / step * tensor.type().blockSize();
                    findings.error(tensor.name(), "holds NaN or infinity in row " + element / tensor.rowLength()
                            + ", at or behind column " + element % tensor.rowLength());
                    break;
                }
            }
        }
    }

    private static boolean finite(TensorType type, MemorySegment bytes, long at) {
        return switch (type) {
            case F32, Q8_K -> Float.isFinite(bytes.get(BlockFormat.FLOAT, at));
            case F64 -> Double.isFinite(bytes.get(DOUBLE, at));
            case BF16 -> (bytes.get(BlockFormat.SHORT, at) & BF16_EXPONENT) != BF16_EXPONENT;
            case F16, Q4_0, Q5_0, Q8_0, IQ2_XXS, IQ2_XS, IQ2_S, IQ3_XXS, IQ3_S, IQ1_S, IQ4_NL, IQ4_XS ->
                finiteF16(bytes, at);
            case Q4_1, Q5_1, Q8_1, Q4_K, Q5_K -> finiteF16(bytes, at) && finiteF16(bytes, at + 2);
            case Q2_K -> finiteF16(bytes, at + 80) && finiteF16(bytes, at + 82);
            case Q3_K -> finiteF16(bytes, at + 108);
            case Q6_K -> finiteF16(bytes, at + 208);
            case TQ1_0 -> finiteF16(bytes, at + 52);
            case TQ2_0 -> finiteF16(bytes, at + 64);
            case IQ1_M -> finiteF16(gatheredScale(bytes, at + IQ1_M_SCALES));
            default -> true;
        };
    }

    private static int gatheredScale(MemorySegment bytes, long at) {
        int scale = 0;
        for (int word = 0; word < 4; word++) {
            scale |= (bytes.get(BlockFormat.SHORT, at + 2L * word) & 0xF000) >>> 12 - 4 * word;
        }
        return scale;
    }

    private static boolean finiteF16(MemorySegment bytes, long at) {
        return finiteF16(bytes.get(BlockFormat.SHORT, at));
    }

    private static boolean finiteF16(int bits) {
        return (bits & F16_EXPONENT) != F16_EXPONENT;
    }
}
