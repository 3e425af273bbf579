package org.jackknife.awq.internal;

import java.util.Locale;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;

/**
 * Says for each group of each row how far its greatest weights are cut before rounding: to {@code 1 - i/20} of the
 * greatest magnitude, i from 0 to 9. Cuts are relative, so they hold as well when rows are divided later.
 *
 * @param steps i, shape [rows][columns / group]
 * @param group columns of a group
 */
record Cuts(byte[] steps, int group) {

    /** How many cuts are tried; the first leaves the weights as they are. */
    static final int COUNT = 10;

    private static final float STEPS = 20;

    /** What a step leaves of the greatest magnitude. */
    static float kept(int step) {
        return 1 - step / STEPS;
    }

    /** Cuts a matrix in place. */
    void apply(Matrix matrix, RowWorkers workers) {
        int groups = matrix.columns() / group;
        workers.forRows(matrix.rows(), matrix.columns(), (from, to) -> {
            for (int i = from * groups; i < to * groups; i++) {
                cut(matrix.weights(), i * group, group, kept(steps[i]));
            }
        });
    }

    /** Cuts one group of one row in place. */
    static void cut(float[] weights, int at, int group, float kept) {
        float bound = 0;
        for (int i = at; i < at + group; i++) {
            bound = Math.max(bound, Math.abs(weights[i]));
        }
        bound *= kept;
        for (int i = at; i < at + group; i++) {
            weights[i] = Math.clamp(weights[i], -bound, bound);
        }
    }

    /** How much is cut, for reports. */
    String described() {
        int cut = 0;
        double kept = 0;
        for (byte step : steps) {
            cut += step > 0 ? 1 : 0;
            kept += kept(step);
        }
        return String.format(
                Locale.ROOT, "%.1f %% of groups cut, to %.3f on average", 100.0 * cut / steps.length, kept / steps.length);
    }
}
