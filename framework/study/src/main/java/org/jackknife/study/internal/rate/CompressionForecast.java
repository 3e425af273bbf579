package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jackknife.api.method.MethodCost;

/**
 * Foretells time and memory of compressions: the work that methods tell, by rates of this machine, corrected by what
 * earlier compressions with the same method took.
 */
public final class CompressionForecast {

    /** A Java process with the host and native libraries, before it holds a weight. */
    private static final long PROCESS_BYTES = 200L << 20;

    /** The heap is collected once it holds as much garbage as anything else. */
    private static final double GARBAGE = 2;

    /** Figures of two ordinary cores, for what was not measured. */
    private static final Map<WorkKind.Unit, Double> ASSUMED = Map.of(
            WorkKind.Unit.STEP, 1.0,
            WorkKind.Unit.BYTE, 3e8,
            WorkKind.Unit.VISIT, 5e8,
            WorkKind.Unit.FLOP, 5e10,
            WorkKind.Unit.ENGINE_FLOP, 3e10,
            WorkKind.Unit.ENCODE, 15e6);

    private final MachineRates rates;
    private final PastCompressions past;
    private final int assumed;
    private final int corrected;

    private CompressionForecast(MachineRates rates, PastCompressions past, int assumed, int corrected) {
        this.rates = rates;
        this.past = past;
        this.assumed = assumed;
        this.corrected = corrected;
    }

    /**
     * Gets ready for some steps.
     *
     * @param source asked once, for all kinds of work that the steps consist of
     * @param store the folder of variants, for what earlier ones took
     */
    public static CompressionForecast of(Collection<StepWork> steps, RateSource source, Path store) throws IOException {
        PastCompressions past = PastCompressions.of(store, Processor.name(), Processor.threads());
        Set<WorkKind> kinds = new TreeSet<>();
        steps.forEach(step -> kinds.addAll(step.workload().amounts().keySet()));
        MachineRates measured = kinds.isEmpty() ? MachineRates.NONE : source.of(kinds);
        Set<WorkKind> missing = measured.missing(kinds);
        int corrected = steps.stream().map(StepWork::method).distinct().mapToInt(past::count).sum();
        return new CompressionForecast(measured, past, missing.size(), corrected);
    }

    /** How long a step takes. */
    public double seconds(StepWork step) {
        double said = seconds(step.workload());
        return said * past.time(step.method(), said, this::seconds);
    }

    private double seconds(Workload work) {
        Map<WorkKind, Double> known = new HashMap<>();
        for (WorkKind kind : work.amounts().keySet()) {
            known.put(kind, rates.perSecond().getOrDefault(kind, ASSUMED.get(kind.unit())));
        }
        return new MachineRates(known).seconds(work);
    }

    /** Bytes that the process holds at its peak while it makes a step. */
    public long memory(StepWork step) {
        double said = memory(step.cost());
        return Math.round(said * past.memory(step.method(), said, effort -> memory(effort.cost())));
    }

    private static double memory(MethodCost cost) {
        return PROCESS_BYTES + GARBAGE * cost.memory();
    }

    /** What it stands on, in words. */
    public String basis() {
        String rated = assumed == 0
                ? "rates measured on this machine"
                : "rates measured on this machine, but for %d that are assumed".formatted(assumed);
        return corrected == 0
                ? rated
                : "%s, corrected by %s".formatted(rated, corrected == 1 ? "1 earlier step" : corrected + " earlier steps");
    }
}
