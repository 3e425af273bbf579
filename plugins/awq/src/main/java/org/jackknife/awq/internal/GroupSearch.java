package org.jackknife.awq.internal;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.compression.folding.FoldGroup;
import org.jackknife.compression.folding.MatrixId;
import org.jackknife.numeric.FloatMatrix;

/**
 * Adds up the losses of a group's candidates as the inputs of its matrices become known, and keeps what the search for
 * cuts needs of those. Experts come one by one: no more than one Gram matrix is needed at a time.
 */
final class GroupSearch implements AutoCloseable {

    /** Inputs are kept once for all matrices that read them. */
    private record Kept(int expert, int span) {}

    private final FoldGroup group;
    private final List<MatrixId> chosen;
    private final Set<MatrixId> missing;
    private final Map<Kept, GroupInputs> inputs = new HashMap<>();
    private final double[] losses = new double[ScaleCandidates.COUNT];
    private final Arena arena = Arena.ofShared();
    private float[][] candidates;

    /** @param chosen the readers that are rounded */
    GroupSearch(FoldGroup group, List<MatrixId> chosen) {
        this.group = group;
        this.chosen = chosen;
        this.missing = new HashSet<>(chosen);
    }

    FoldGroup group() {
        return group;
    }

    /** The readers that are rounded. */
    List<MatrixId> chosen() {
        return chosen;
    }

    boolean begun() {
        return candidates != null;
    }

    /** @param scales the candidates, shape [COUNT][channels] */
    void begin(float[][] scales) {
        candidates = scales;
    }

    /** The scales of a candidate, one for each channel. */
    float[] scales(int candidate) {
        return candidates[candidate];
    }

    /** Adds the loss of a candidate on one matrix. */
    void lose(int candidate, double loss) {
        losses[candidate] += loss;
    }

    /** Keeps a matrix's inputs for the search for cuts. */
    void keep(MatrixId matrix, FloatMatrix gram, int span) {
        inputs.computeIfAbsent(new Kept(matrix.expert(), span), kept -> GroupInputs.of(gram, span, arena));
    }

    /** What was kept of a matrix's inputs; empty where no token came, or no cuts are searched. */
    Optional<GroupInputs> kept(MatrixId matrix, int span) {
        return Optional.ofNullable(inputs.get(new Kept(matrix.expert(), span)));
    }

    /** Strikes a matrix off the list; true where it was the last. */
    boolean last(MatrixId matrix) {
        missing.remove(matrix);
        return missing.isEmpty();
    }

    /** The first candidate of least loss. */
    int best() {
        int best = 0;
        for (int candidate = 1; candidate < losses.length; candidate++) {
            if (losses[candidate] < losses[best]) {
                best = candidate;
            }
        }
        return best;
    }

    /** The losses of all candidates. */
    double[] losses() {
        return losses.clone();
    }

    /** Says which exponent won, and by how much, for reports. */
    String described() {
        int best = best();
        String alpha = String.format(Locale.ROOT, "alpha %.2f", ScaleCandidates.alpha(best));
        return best == 0
                ? alpha
                : alpha + String.format(Locale.ROOT, ", squared error %.3f of that at alpha 0", losses[best] / losses[0]);
    }

    @Override
    public void close() {
        arena.close();
    }
}
