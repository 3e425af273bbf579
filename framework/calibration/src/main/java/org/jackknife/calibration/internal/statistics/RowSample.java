package org.jackknife.calibration.internal.statistics;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Draws rows evenly from a stream of unknown length: keeps every n-th one, and whenever twice as many are kept as are
 * wanted, drops every second and doubles n.
 */
final class RowSample {

    private final int width;
    private final int most;
    private float[] rows = new float[0];
    private int kept;
    private long seen;
    private long step = 1;

    /** @param most how many rows are wanted at most, at least 1 */
    RowSample(int width, int most) {
        this.width = width;
        this.most = most;
    }

    /** Looks at rows, shape [count][width]. */
    void add(MemorySegment values, int count) {
        long end = seen + count;
        for (long next = Math.ceilDiv(seen, step) * step; next < end; next = Math.ceilDiv(next + 1, step) * step) {
            if (kept == 2 * most) {
                halve();
            }
            if (next % step == 0) {
                keep(values, next - seen);
            }
        }
        seen = end;
    }

    private void halve() {
        for (int row = 1; row < most; row++) {
            System.arraycopy(rows, 2 * row * width, rows, row * width, width);
        }
        kept = most;
        step *= 2;
    }

    private void keep(MemorySegment values, long row) {
        int at = kept * width;
        if (rows.length == at) {
            rows = Arrays.copyOf(rows, Math.min(2 * most, Math.max(4, 2 * kept)) * width);
        }
        MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, row * width * Float.BYTES, rows, at, width);
        kept++;
    }

    /** The rows drawn, at most as many as are wanted. */
    float[] drawn() {
        int count = Math.min(most, kept);
        float[] drawn = new float[count * width];
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * kept / count);
            System.arraycopy(rows, row * width, drawn, i * width, width);
        }
        return drawn;
    }
}
