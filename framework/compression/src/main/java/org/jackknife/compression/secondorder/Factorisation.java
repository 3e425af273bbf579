package org.jackknife.compression.secondorder;

import java.lang.foreign.Arena;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.NotPositiveDefiniteException;
import org.jackknife.numeric.Triangle;

/**
 * Factors one Hessian into {@code RRᵀ} with R upper triangular. With rows and columns in reversed order that is the usual
 * {@code LLᵀ}.
 */
final class Factorisation {

    private static final double LEAST_RAISE = 1e-3;
    private static final double MOST_DAMPING = 1e4;

    private final FloatMatrix gram;
    private final HessianSettings settings;
    private final RowWorkers workers;
    private final float[] diagonal;
    private final boolean[] dead;
    private final double mean;
    private final int[] order;
    private final int size;

    /** @throws MethodException if the diagonal is not finite or has no element above zero */
    Factorisation(FloatMatrix gram, HessianSettings settings, RowWorkers workers) {
        this.gram = gram;
        this.settings = settings;
        this.workers = workers;
        this.diagonal = diagonal(gram);
        this.dead = new boolean[diagonal.length];
        this.mean = live(diagonal, dead);
        this.order = settings.order().of(diagonal);
        this.size = order.length;
    }

    private static float[] diagonal(FloatMatrix gram) {
        float[] diagonal = new float[gram.rows()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = gram.get(i, i);
            if (!Float.isFinite(diagonal[i]) || diagonal[i] < 0) {
                throw new MethodException(
                        "the Gram matrix has %s on its diagonal for input channel %d; the model's activations are not finite on this corpus"
                                .formatted(diagonal[i], i));
            }
        }
        return diagonal;
    }

    /** Marks dead channels and returns the mean diagonal element of the others. */
    private static double live(float[] diagonal, boolean[] dead) {
        double sum = 0;
        int live = 0;
        for (int i = 0; i < diagonal.length; i++) {
            dead[i] = diagonal[i] == 0;
            sum += diagonal[i];
            live += dead[i] ? 0 : 1;
        }
        if (live == 0) {
            throw new MethodException("the Gram matrix is zero: the corpus never reached the matrix; treat it without data");
        }
        return sum / live;
    }

    /** The factor, with damping raised until there is one. */
    HessianFactor factor(LinearAlgebra algebra, Arena arena) {
        FloatMatrix factor = FloatMatrix.allocate(arena, size, size);
        copyReversed(factor);
        double damping = settings.damping();
        NotPositiveDefiniteException failure = attempt(damping, factor, algebra);
        while (failure != null) {
            damping = Math.max(LEAST_RAISE, 10 * damping);
            if (damping > MOST_DAMPING) {
                throw new MethodException("the Hessian has no Cholesky factor even with damping " + MOST_DAMPING, failure);
            }
            failure = attempt(damping, factor, algebra);
        }
        float[] pivots = new float[size];
        reverse(factor, pivots);
        return new HessianFactor(order, dead, factor, pivots, damping);
    }

    /** Replaces the matrix by its factor; on failure only its diagonal is changed. */
    private NotPositiveDefiniteException attempt(double damping, FloatMatrix matrix, LinearAlgebra algebra) {
        for (int i = 0; i < size; i++) {
            int column = order[size - 1 - i];
            matrix.set(i, i, dead[column] ? 1 : (float) (diagonal[column] + damping * mean));
        }
        try {
            algebra.cholesky(matrix, Triangle.LOWER);
            return null;
        } catch (NotPositiveDefiniteException e) {
            return e;
        }
    }

    /** Copies in the order of treatment, last column first. */
    private void copyReversed(FloatMatrix target) {
        workers.forRows(size, size, (from, to) -> {
            float[] line = new float[size];
            float[] ordered = new float[size];
            for (int row = from; row < to; row++) {
                gram.read(order[size - 1 - row], 0, line, 0, size);
                for (int i = 0; i < size; i++) {
                    ordered[i] = line[order[size - 1 - i]];
                }
                target.write(row, 0, ordered, 0, size);
            }
        });
    }

    /** Turns L of the reversed matrix into R, every column divided by its element of the diagonal. */
    private void reverse(FloatMatrix factor, float[] pivots) {
        float[] scale = new float[size];
        for (int i = 0; i < size; i++) {
            float pivot = factor.get(size - 1 - i, size - 1 - i);
            pivots[i] = pivot * pivot;
            scale[i] = 1 / pivot;
        }
        workers.forRows((size + 1) / 2, 2 * size, (from, to) -> {
            float[] head = new float[size];
            float[] tail = new float[size];
            float[] turned = new float[size];
            for (int row = from; row < to; row++) {
                factor.read(row, 0, head, 0, size);
                factor.read(size - 1 - row, 0, tail, 0, size);
                turn(tail, scale, turned);
                factor.write(row, 0, turned, 0, size);
                turn(head, scale, turned);
                factor.write(size - 1 - row, 0, turned, 0, size);
            }
        });
    }

    private static void turn(float[] line, float[] scale, float[] turned) {
        for (int i = 0; i < line.length; i++) {
            turned[i] = line[line.length - 1 - i] * scale[i];
        }
    }
}
