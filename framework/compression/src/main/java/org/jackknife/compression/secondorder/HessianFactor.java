package org.jackknife.compression.secondorder;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.Inputs;
import org.jackknife.compression.MatrixWork;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;

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

    private final int[] order;
    private final int[] positions;
    private final boolean[] dead;
    private final FloatMatrix coupling;
    private final float[] pivots;
    private final double damping;

    HessianFactor(int[] order, boolean[] dead, FloatMatrix coupling, float[] pivots, double damping) {
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
     * The factor for a matrix, made once for all that read the same inputs. The report tells of raised damping and dead
     * channels.
     *
     * @return empty where the corpus never reached the matrix, or only with zeros
     * @throws MethodException as {@link #of(FloatMatrix, HessianSettings, RowWorkers, LinearAlgebra, Arena)}
     */
    public static Optional<HessianFactor> of(Inputs inputs, HessianSettings settings, MatrixWork work) {
        if (inputs.sumOfSquares().map(HessianFactor::allZero).orElse(true) || inputs.gram().isEmpty()) {
            return Optional.empty();
        }
        FloatMatrix gram = inputs.gram().get();
        HessianFactor factor =
                inputs.derived(settings, arena -> of(gram, settings, work.workers(), work.algebra(), arena));
        if (factor.damping > settings.damping()) {
            work.note("damping raised to %s of the mean diagonal, as the Hessian is close to singular".formatted(factor.damping));
        }
        int deadChannels = factor.deadChannels();
        if (deadChannels > 0) {
            work.note("input channels that are always zero, whose weights became zero: " + deadChannels);
        }
        return Optional.of(factor);
    }

    private static boolean allZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** What stands for a Hessian that is not known: columns are alike, in natural order, and make up for nothing. */
    public static HessianFactor unknown(int columns) {
        int[] order = ColumnOrder.NATURAL.of(new float[columns]);
        float[] pivots = new float[columns];
        Arrays.fill(pivots, 1);
        return new HessianFactor(order, new boolean[columns], null, pivots, 0);
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
        return new Factorisation(gram, settings, workers).factor(algebra, arena);
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

    private int deadChannels() {
        int count = 0;
        for (boolean one : dead) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** Whether columns can make up for each other's errors. */
    boolean coupled() {
        return coupling != null;
    }

    /** R_jj², by position: what the square of an error costs that no later column can make up for. To be read only. */
    public float[] pivots() {
        return pivots;
    }

    /** The damping that was used, as a fraction of the mean diagonal element: the one asked for, or a raised one. */
    public double damping() {
        return damping;
    }

    /** R_ij / R_jj by positions, i before j: upper triangular, ones on the diagonal; null unless {@link #coupled}. */
    FloatMatrix coupling() {
        return coupling;
    }
}
