package org.jackknife.compression.internal.grid;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jackknife.compression.grid.Grid;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;

/** Has scales written into blocks, reads back what they stand for, and puts codes in beside them. */
public final class EncodedFormat implements GridFormat {

    private final BlockLayout layout;
    private final ScaleChooser chooser;

    private EncodedFormat(BlockLayout layout, ScaleChooser chooser) {
        this.layout = layout;
        this.chooser = chooser;
    }

    /** Takes the scales that ggml's encoder chooses. */
    public static EncodedFormat ofEncoder(BlockLayout layout, TensorCodec codec) {
        return new EncodedFormat(layout, (weights, columns, importance, blocks) ->
                codec.encode(layout.type(), weights, columns, MemorySegment.ofArray(blocks), Importance.orNull(importance)));
    }

    /** Takes scales under which zero is a level: those of ggml's encoder, or searched ones where blocks have minima. */
    public static EncodedFormat withZero(BlockLayout layout, TensorCodec codec) {
        return layout instanceof MinimumLayout minima
                ? new EncodedFormat(layout, new ZeroPointSearch(minima))
                : ofEncoder(layout, codec);
    }

    /** Whether {@link #withZero} searches scales of its own. */
    public static boolean hasMinima(BlockLayout layout) {
        return layout instanceof MinimumLayout;
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
        chooser.choose(weights, columns, importance, blocks);
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
