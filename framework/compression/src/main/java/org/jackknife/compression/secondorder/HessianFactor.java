package org.jackknife.compression.secondorder;

import java.lang.foreign.Arena;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.NotPositiveDefiniteException;
import org.jackknife.numeric.Triangle;

/**
 * Tells how the columns of a matrix make up for each other's errors: the triangular factor of the damped Hessian
 * {@code H = XᵀX + λI} of its output error, in the order in which columns are treated.
 *
 * <p>GPTQ (arXiv 2210.17323, algorithm 1) and SparseGPT (arXiv 2301.00774, algorithm 1) take the upper Cholesky factor U
 * of H⁻¹ and subtract {@code (w_i - q_i) / U_ii · U_ij} from every later column j, where {@code w_i} has been updated by
 * all columns before it. The same numbers come from the factor R of H itself, without an inverse. Let
 * {@code H = RRᵀ} with R upper triangular, so that {@code U = R⁻¹}, and let {@code d_i} be the deviation of the original
 * weight from the stored one. The output error of a row is {@code ‖dR‖²}, whose j-th term
 * {@code Σ_{i<j} d_i R_ij + d_j R_jj} depends on no later column. It is zero where the stored weight is
 *
 * <pre>{@code w_j + Σ_{i<j} d_i R_ij / R_jj}</pre>
 *
 * <p>and that is the weight to which the published updates have led by the time that column j is next (arXiv 2507.18553
 * shows it by way of lattices). Storing q_j instead costs {@code R_jj² (target_j - q_j)²}, which is SparseGPT's score, since
 * {@code R_jj = 1 / U_jj}. What the published updates make of columns further ahead follows by substitution, see
 * {@link Tile#ahead}. One factorisation takes n³/3 operations; the published way (factor, inverse, factor of the inverse)
 * takes 4n³/3.
 *
 * <p>Immutable; lives as long as its arena.
 */
public final class HessianFactor {

    private static final double LEAST_RAISE = 1e-3;
    private static final double MOST_DAMPING = 1e4;

    private final int[] order;
    private final int[] positions;
    private final boolean[] dead;
    private final FloatMatrix coupling;
    private final float[] pivots;
    private final double damping;

    private HessianFactor(int[] order, boolean[] dead, FloatMatrix coupling, float[] pivots, double damping) {
        this.order = order;
        this.positions = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            positions[order[i]] = i;
        }
        this.dead = dead;
        this.coupling = coupling;
        this.pivots = pivots;
        this.damping = damping;
    }

    /**
     * Factors a Hessian.
     *
     * <p>Input channels that are always zero (a zero on the diagonal) are dead: they are taken out of the factorisation,
     * and the sweep sets their weights to zero. Where the damped matrix is not positive definite in single precision,
     * damping is raised tenfold until it is.
     *
     * @param gram XᵀX, symmetric, at least one element of its diagonal above zero
     * @param settings damping and order
     * @param workers threads that prepare the matrix
     * @param algebra what factors it
     * @param arena holds the factor
     * @throws MethodException if the diagonal is not finite or has no element above zero
     */
    public static HessianFactor of(
            FloatMatrix gram, HessianSettings settings, RowWorkers workers, LinearAlgebra algebra, Arena arena) {
        float[] diagonal = diagonal(gram);
        boolean[] dead = new boolean[diagonal.length];
        double mean = live(diagonal, dead);
        int[] order = settings.order().of(diagonal);
        FloatMatrix factor = FloatMatrix.allocate(arena, gram.rows(), gram.rows());
        double damping = settings.damping();
        copyReversed(gram, order, workers, factor);
        while (true) {
            for (int i = 0; i < order.length; i++) {
                int column = order[order.length - 1 - i];
                factor.set(i, i, dead[column] ? 1 : (float) (diagonal[column] + damping * mean));
            }
            try {
                algebra.cholesky(factor, Triangle.LOWER);
                break;
            } catch (NotPositiveDefiniteException e) {
                damping = raised(damping, e);
            }
        }
        float[] pivots = new float[order.length];
        reverse(factor, pivots, workers);
        return new HessianFactor(order, dead, factor, pivots, damping);
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

    private static double raised(double damping, NotPositiveDefiniteException failure) {
        double raised = Math.max(LEAST_RAISE, 10 * damping);
        if (raised > MOST_DAMPING) {
            throw new MethodException("the Hessian has no Cholesky factor even with damping " + damping, failure);
        }
        return raised;
    }

    /** Copies in the order of treatment, last column first. */
    private static void copyReversed(FloatMatrix gram, int[] order, RowWorkers workers, FloatMatrix target) {
        int size = order.length;
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
    private static void reverse(FloatMatrix factor, float[] pivots, RowWorkers workers) {
        int size = pivots.length;
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

    /** How many columns there are. */
    public int columns() {
        return order.length;
    }

    /** The column at a position of the order. */
    public int column(int position) {
        return order[position];
    }

    /** The position of a column in the order. */
    public int position(int column) {
        return positions[column];
    }

    /** Whether the input channel of a column is always zero. */
    public boolean dead(int column) {
        return dead[column];
    }

    /** R_jj², by position: what the square of an error costs that no later column can make up for. To be read only. */
    public float[] pivots() {
        return pivots;
    }

    /** The damping that was used, as a fraction of the mean diagonal element: the one asked for, or a raised one. */
    public double damping() {
        return damping;
    }

    /** R_ij / R_jj by positions, i before j: upper triangular, ones on the diagonal. To be read only. */
    FloatMatrix coupling() {
        return coupling;
    }
}
