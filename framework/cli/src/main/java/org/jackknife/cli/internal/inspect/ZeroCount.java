package org.jackknife.cli.internal.inspect;

import java.lang.foreign.MemorySegment;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorInfo;

/** Counts weights that are exactly zero, a few rows at a time. */
final class ZeroCount {

    /** Elements decoded at once: 4 MB of floats, small beside the file and large beside the cost of a call. */
    private static final long PIECE = 1 << 20;

    private ZeroCount() {}

    /** The fraction of the tensor's weights that decode to zero, of either sign; 0 to 1. */
    static double fraction(Gguf model, TensorInfo tensor, TensorCodec codec) {
        MemorySegment data = model.data(tensor);
        long rowsAtOnce = Math.clamp(PIECE / tensor.rowLength(), 1, tensor.rows());
        float[] values = new float[Math.toIntExact(rowsAtOnce * tensor.rowLength())];
        long zeros = 0;
        for (long row = 0; row < tensor.rows(); row += rowsAtOnce) {
            long rows = Math.min(rowsAtOnce, tensor.rows() - row);
            codec.decode(
                    tensor.type(), data.asSlice(row * tensor.rowBytes(), rows * tensor.rowBytes()), values);
            int count = (int) (rows * tensor.rowLength());
            for (int i = 0; i < count; i++) {
                if (values[i] == 0) {
                    zeros++;
                }
            }
        }
        return (double) zeros / tensor.elements();
    }
}
