package org.jackknife.awq.internal;

import java.util.Arrays;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;

/**
 * Averages how large the weights of each column are within their group, over the rows of all matrices that read an input:
 * {@code m_j = mean(|w_j| / (max|w| of the group + 1e-6))}, as AutoAWQ's duo scaling takes it.
 */
public final class WeightMagnitudes {

    private static final float FLOOR = 1e-6f;

    private final double[] sums;
    private final int group;
    private long rows;

    /**
     * @param columns of all matrices
     * @param group columns of a group
     */
    public WeightMagnitudes(int columns, int group) {
        this.sums = new double[columns];
        this.group = group;
    }

    /** Adds the rows of a matrix. */
    public void add(Matrix matrix, RowWorkers workers) {
        workers.ask(matrix.rows(), matrix.columns(), (from, to) -> sums(matrix, from, to))
                .forEach(ofRows -> Arrays.setAll(sums, j -> sums[j] + ofRows[j]));
        rows += matrix.rows();
    }

    private double[] sums(Matrix matrix, int from, int to) {
        double[] ofRows = new double[matrix.columns()];
        for (int start = from * matrix.columns(); start < to * matrix.columns(); start += group) {
            float greatest = 0;
            for (int i = start; i < start + group; i++) {
                greatest = Math.max(greatest, Math.abs(matrix.weights()[i]));
            }
            for (int i = start; i < start + group; i++) {
                ofRows[i % matrix.columns()] += Math.abs(matrix.weights()[i]) / (greatest + FLOOR);
            }
        }
        return ofRows;
    }

    /** The means over all rows that were added. */
    public double[] means() {
        return Arrays.stream(sums).map(sum -> sum / rows).toArray();
    }
}
