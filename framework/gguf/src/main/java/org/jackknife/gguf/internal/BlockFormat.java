package org.jackknife.gguf.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jackknife.gguf.TensorType;

/** Reads and writes one block of a tensor type; numbers are little-endian, as in the file. */
public interface BlockFormat {
    /** Layout of a 16-bit field. */
    ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Layout of a 32-bit floating point field. */
    ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Decodes the block at byte {@code from} into the elements from {@code to} on. */
    void decode(MemorySegment source, long from, float[] target, int to);

    /** Encodes the elements from {@code from} on into the block at byte {@code to}. */
    void encode(float[] source, int from, MemorySegment target, long to);

    /** Tells whether ggml would choose other scales if an importance of the columns were given. */
    default boolean wouldUseImportance() {
        return false;
    }

    /** Finds the format of a type; empty where there is none in Java. */
    static Optional<BlockFormat> of(TensorType type) {
        return switch (type) {
            case F32 -> Optional.of(PlainFormat.F32);
            case F16 -> Optional.of(PlainFormat.F16);
            case BF16 -> Optional.of(PlainFormat.BF16);
            case Q8_0 -> Optional.of(new Q80Format());
            case Q4_0 -> Optional.of(new Q40Format());
            case Q4_1 -> Optional.of(new Q41Format());
            default -> Optional.empty();
        };
    }
}
