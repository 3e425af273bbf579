package org.jackknife.awq.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.compression.folding.MatrixId;

/** What the search found out about matrices that are still to be stored. */
final class Findings {

    private final Map<MatrixId, Cuts> cuts = new HashMap<>();
    private final Map<MatrixId, float[]> scales = new HashMap<>();
    private final Set<String> ofExperts = new HashSet<>();

    void add(MatrixId matrix, Cuts found) {
        cuts.put(matrix, found);
    }

    /** @param columnScales one for each column; shared, not copied */
    void add(MatrixId matrix, float[] columnScales) {
        scales.put(matrix, columnScales);
    }

    /** Remembers that reports of the tensor must name the expert. */
    void experts(String tensor) {
        ofExperts.add(tensor);
    }

    /** The cuts of a matrix, which are given away: a matrix is stored once. */
    Optional<Cuts> takeCuts(MatrixId matrix) {
        return Optional.ofNullable(cuts.remove(matrix));
    }

    /** The scales in the columns of a matrix; null where it has none. */
    float[] scales(MatrixId matrix) {
        return scales.get(matrix);
    }

    /** What a report says before anything about one matrix of a tensor. */
    String prefix(MatrixId matrix) {
        return ofExperts.contains(matrix.tensor()) ? "expert " + matrix.expert() + ": " : "";
    }
}
