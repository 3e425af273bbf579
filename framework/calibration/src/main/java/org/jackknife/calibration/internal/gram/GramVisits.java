package org.jackknife.calibration.internal.gram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackknife.api.calibration.GramVisitor;

/** Hands Gram matrices to a visitor and remembers the experts that no token reached. */
public final class GramVisits {

    private final GramVisitor visitor;
    private final Map<String, List<Integer>> unreached = new LinkedHashMap<>();

    public GramVisits(GramVisitor visitor) {
        this.visitor = visitor;
    }

    /** Visits from a store; false, and no visit was made, where it does not hold all that is asked for. */
    public boolean from(GramStore store, Set<String> tensors) throws IOException {
        return store.visit(tensors, (unit, gram) -> visit(unit, gram, VisitedInput.Replacer.NONE));
    }

    void visit(GramUnit unit, Gram gram, VisitedInput.Replacer replacer) throws IOException {
        if (gram.rows() == 0) {
            unreached.computeIfAbsent(unit.name(), name -> new ArrayList<>()).add(unit.expert());
        }
        visitor.visit(new VisitedInput(unit, gram, replacer));
    }

    Optional<float[]> finished(String tensor, int expert) throws IOException {
        return visitor.finished(tensor, expert);
    }

    /** The experts that no token reached, by the first reader of their input. */
    public Map<String, List<Integer>> unreached() {
        return unreached;
    }
}
