package org.jackknife.calibration.internal.gram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.plugin.Progress;
import org.jackknife.calibration.internal.run.ModelRun;
import org.jackknife.numeric.LinearAlgebra;

/**
 * Gathers Gram matrices and has them visited, as many at a time as a bound of memory holds; for the next ones the
 * sequences are run again, up to the last input that is wanted then.
 */
public final class GramRun {

    private final ModelRun model;
    private final List<int[]> sequences;
    private final LinearAlgebra algebra;
    private final long memory;
    private final Progress progress;

    /** @param memory bytes that the matrices of one pass may take; a single one may take more */
    public GramRun(ModelRun model, List<int[]> sequences, LinearAlgebra algebra, long memory, Progress progress) {
        this.model = model;
        this.sequences = sequences;
        this.algebra = algebra;
        this.memory = memory;
        this.progress = progress;
    }

    /** Visits the inputs of the unchanged model; where one pass does, its matrices go into the store. */
    public void oneShot(Set<String> tensors, GramStore store, GramVisits visits) throws IOException {
        List<List<GramUnit>> passes = passes(GramUnit.of(model.tokens().inputs(), tensors));
        for (int i = 0; i < passes.size(); i++) {
            List<GramUnit> pass = passes.get(i);
            try (Arena arena = Arena.ofShared()) {
                GramSums sums = gathered(pass, label("", i, passes.size()), arena);
                if (passes.size() == 1) {
                    store.keep(tensors, pass, sums);
                }
                for (GramUnit unit : pass) {
                    visits.visit(unit, sums.of(unit), VisitedInput.Replacer.NONE);
                }
            }
        }
    }

    /**
     * Visits the inputs block by block: what a block sees comes from the new weights of the blocks before it, and from the
     * old ones of its own. The weights of a block are replaced after the last pass over it has gathered, so that the
     * number of passes changes nothing.
     */
    public void sequential(Set<String> tensors, GramVisits visits) throws IOException {
        for (List<GramUnit> block : blocks(GramUnit.of(model.tokens().inputs(), tensors))) {
            List<GramUnit> open = new ArrayList<>();
            for (GramUnit unit : block) {
                List<String> unfinished = unfinished(unit, visits);
                if (!unfinished.isEmpty()) {
                    open.add(unit.with(unfinished));
                }
            }
            visitBlock(open, visits);
            replaceFinished(block, open, visits);
        }
    }

    private static List<String> unfinished(GramUnit unit, GramVisits visits) throws IOException {
        List<String> unfinished = new ArrayList<>();
        for (String tensor : unit.tensors()) {
            if (visits.finished(tensor, unit.expert()).isEmpty()) {
                unfinished.add(tensor);
            }
        }
        return unfinished;
    }

    private record Replacement(String tensor, int expert, float[] weights) {}

    private void visitBlock(List<GramUnit> units, GramVisits visits) throws IOException {
        List<Replacement> waiting = new ArrayList<>();
        List<List<GramUnit>> passes = passes(units);
        for (int i = 0; i < passes.size(); i++) {
            List<GramUnit> pass = passes.get(i);
            VisitedInput.Replacer replacer = i == passes.size() - 1
                    ? model.tokens()::replaceWeights
                    : (tensor, expert, weights) -> waiting.add(new Replacement(tensor, expert, weights.clone()));
            try (Arena arena = Arena.ofShared()) {
                GramSums sums = gathered(pass, label(pass.getFirst().place(), i, passes.size()), arena);
                for (GramUnit unit : pass) {
                    visits.visit(unit, sums.of(unit), replacer);
                }
            }
        }
        waiting.forEach(it -> model.tokens().replaceWeights(it.tensor(), it.expert(), it.weights()));
    }

    /** Puts in what an earlier compression finished: only now, for the rest of the block had to see the old weights. */
    private void replaceFinished(List<GramUnit> block, List<GramUnit> open, GramVisits visits) throws IOException {
        for (GramUnit unit : block) {
            for (String tensor : unit.tensors()) {
                boolean visited = open.stream()
                        .anyMatch(it -> it.expert() == unit.expert() && it.tensors().contains(tensor));
                if (!visited) {
                    visits.finished(tensor, unit.expert())
                            .ifPresent(weights -> model.tokens().replaceWeights(tensor, unit.expert(), weights));
                }
            }
        }
    }

    private GramSums gathered(List<GramUnit> units, String label, Arena arena) {
        Set<String> wanted = units.stream().map(GramUnit::name).collect(Collectors.toSet());
        GramSums sums = new GramSums(units, algebra, arena);
        model.over(sequences, wanted, sums, (done, total, what) -> progress.at(done, total, label + what));
        sums.complete();
        return sums;
    }

    private List<List<GramUnit>> passes(List<GramUnit> units) {
        List<List<GramUnit>> passes = new ArrayList<>();
        long room = 0;
        for (GramUnit unit : units) {
            if (unit.bytes() > room) {
                passes.add(new ArrayList<>());
                room = memory;
            }
            passes.getLast().add(unit);
            room -= unit.bytes();
        }
        return passes;
    }

    private static List<List<GramUnit>> blocks(List<GramUnit> units) {
        List<List<GramUnit>> blocks = new ArrayList<>();
        for (GramUnit unit : units) {
            if (blocks.isEmpty() || !blocks.getLast().getFirst().place().equals(unit.place())) {
                blocks.add(new ArrayList<>());
            }
            blocks.getLast().add(unit);
        }
        return blocks;
    }

    private static String label(String place, int pass, int passes) {
        return "calibrating: %s%s".formatted(
                place.isEmpty() ? "" : place + ", ", passes == 1 ? "" : "pass %d of %d, ".formatted(pass + 1, passes));
    }
}
