package org.jackknife.compression.internal.grid;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.grid.Levels;
import org.jackknife.gguf.TensorType;

/**
 * Knows where a ggml type keeps scales and codes in its blocks, as of llama.cpp b4916: {@code ggml-common.h} for the
 * fields, the functions {@code dequantize_row_*} of {@code ggml-quants.c} for their meaning. Stateless.
 */
public interface BlockLayout {

    /** The type of the blocks. */
    TensorType type();

    /** Columns that share a scale. */
    int subLength();

    /** What scales are multiplied with. */
    Levels levels();

    /** Reads the scales of the block that begins at {@code at}, one for each {@link #subLength} columns. */
    void readScales(byte[] blocks, int at, Scales scales);

    /** Puts the codes of one block from {@code from} on into the block that begins at {@code at}; scales stay. */
    void putCodes(byte[] codes, int from, byte[] blocks, int at);

    /** The types whose layout is known. */
    static Set<TensorType> types() {
        return Known.LAYOUTS.keySet();
    }

    /** The layout of a type. */
    static BlockLayout of(TensorType type) {
        BlockLayout layout = Known.LAYOUTS.get(type);
        if (layout == null) {
            throw new MethodException("codes cannot be put into blocks of %s; there are %s".formatted(type, types()));
        }
        return layout;
    }

    /** One layout for each type. */
    final class Known {

        private static final Map<TensorType, BlockLayout> LAYOUTS = layouts(
                new Q2KLayout(), new Q3KLayout(), new Q4KLayout(), new Q5KLayout(), new Q6KLayout(), new Iq4NlLayout());

        private Known() {}

        private static Map<TensorType, BlockLayout> layouts(BlockLayout... layouts) {
            Map<TensorType, BlockLayout> byType = new EnumMap<>(TensorType.class);
            for (BlockLayout layout : layouts) {
                byType.put(layout.type(), layout);
            }
            return Collections.unmodifiableMap(byType);
        }
    }
}
