package org.jackknife.awq.internal;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;

/**
 * Searches for the cut of each group of each row (weight clipping of AWQ, as in the authors' code): that of least squared
 * difference on the group's own inputs, {@code δ·H_g·δᵀ} with {@code δ = (Q(cut(w·s)) - w·s) / s} and {@code H_g} the block
 * of {@code XᵀX} on the diagonal. The first of equals is taken, so the weakest.
 */
final class CutSearch {

    private final RoundTrip rounding;
    private final LinearAlgebra algebra;
    private final RowWorkers workers;

    /** @param algebra computes products, on all threads of the compression */
    CutSearch(RoundTrip rounding, LinearAlgebra algebra, RowWorkers workers) {
        this.rounding = rounding;
        this.algebra = algebra;
        this.workers = workers;
    }

    /**
     * Searches a matrix.
     *
     * @param scaled the weights with the scales in their columns
     * @param scales one for each column
     */
    Cuts search(Matrix scaled, float[] scales, GroupInputs inputs) {
        int groups = scaled.columns() / inputs.group();
        byte[] steps = new byte[scaled.rows() * groups];
        try (Arena arena = Arena.ofShared()) {
            Scratch scratch = new Scratch(scaled, scales, inputs, arena);
            for (int g = 0; g < groups; g++) {
                byte[] best = best(scratch, g);
                for (int row = 0; row < best.length; row++) {
                    steps[row * groups + g] = best[row];
                }
            }
        }
        return new Cuts(steps, inputs.group());
    }

    /** What one matrix is searched with. */
    private record Scratch(
            Matrix scaled, float[] scales, GroupInputs inputs, FloatMatrix change, FloatMatrix product) {

        Scratch(Matrix scaled, float[] scales, GroupInputs inputs, Arena arena) {
            this(
                    scaled,
                    scales,
                    inputs,
                    FloatMatrix.allocate(arena, scaled.rows(), inputs.group()),
                    FloatMatrix.allocate(arena, scaled.rows(), inputs.group()));
        }

        int group() {
            return inputs.group();
        }
    }

    /** The best step of each row for one group. */
    private byte[] best(Scratch scratch, int g) {
        int rows = scratch.scaled().rows();
        byte[] best = new byte[rows];
        double[] least = new double[rows];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int i = 0; i < Cuts.COUNT; i++) {
            byte step = (byte) i;
            workers.forRows(rows, scratch.group(), (from, to) -> change(scratch, g, step, from, to));
            algebra.multiply(
                    1,
                    scratch.change().view(),
                    scratch.inputs().blocks().view(g * scratch.group(), 0, scratch.group(), scratch.group()),
                    0,
                    scratch.product().view());
            workers.forRows(rows, scratch.group(), (from, to) -> {
                for (int row = from; row < to; row++) {
                    double error = error(scratch, row);
                    if (error < least[row]) {
                        least[row] = error;
                        best[row] = step;
                    }
                }
            });
        }
        return best;
    }

    private void change(Scratch scratch, int g, int step, int from, int to) {
        int group = scratch.group();
        int columns = scratch.scaled().columns();
        float[] part = new float[(to - from) * group];
        for (int row = from; row < to; row++) {
            int at = (row - from) * group;
            System.arraycopy(scratch.scaled().weights(), row * columns + g * group, part, at, group);
            Cuts.cut(part, at, group, Cuts.kept(step));
        }
        rounding.applyToSpan(part, to - from, group, g * group);
        for (int i = 0; i < part.length; i++) {
            int column = g * group + i % group;
            float weight = scratch.scaled().weights()[(from + i / group) * columns + column];
            part[i] = (part[i] - weight) / scratch.scales()[column];
        }
        for (int row = from; row < to; row++) {
            scratch.change().write(row, 0, part, (row - from) * group, group);
        }
    }

    private static double error(Scratch scratch, int row) {
        double sum = 0;
        for (int i = 0; i < scratch.group(); i++) {
            sum += (double) scratch.change().get(row, i) * scratch.product().get(row, i);
        }
        return sum;
    }
}
