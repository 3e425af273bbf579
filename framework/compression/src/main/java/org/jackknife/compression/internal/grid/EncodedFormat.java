package org.jackknife.compression.internal.grid;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jackknife.compression.grid.Grid;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/**
 * Takes the scales that ggml's encoder chooses: a span is encoded, its scales are read from the blocks, and other codes
 * are put in beside them.
 */
public final class EncodedFormat implements GridFormat {

    private final BlockLayout layout;
    private final TensorCodec codec;

    public EncodedFormat(BlockLayout layout, TensorCodec codec) {
        this.layout = layout;
        this.codec = codec;
    }

    @Override
    public TensorType type() {
        return layout.type();
    }

    @Override
    public int span() {
        return type().blockSize();
    }

    @Override
    public Grid fit(float[] weights, int rows, int columns, float[] importance) {
        byte[] blocks = new byte[Math.toIntExact(type().bytesFor((long) rows * columns))];
        codec.encode(type(), weights, columns, MemorySegment.ofArray(blocks), Importance.orNull(importance));
        Grid.Shape shape = new Grid.Shape(rows, columns, layout.subLength());
        Scales scales = new Scales(shape.scales());
        for (int at = 0; at < blocks.length; at += type().blockBytes()) {
            layout.readScales(blocks, at, scales);
        }
        return new Grid(shape, scales.scales(), scales.offsets(), layout.levels(), blocks);
    }

    @Override
    public void pack(Grid grid, byte[] codes, MemorySegment target) {
        byte[] blocks = grid.blocks().clone();
        int from = 0;
        for (int at = 0; at < blocks.length; at += type().blockBytes()) {
            layout.putCodes(codes, from, blocks, at);
            from += type().blockSize();
        }
        MemorySegment.copy(blocks, 0, target, ValueLayout.JAVA_BYTE, 0, blocks.length);
    }
}
