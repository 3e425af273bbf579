package org.jackknife.study.internal.rate;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How fast a machine works, with all threads that a compression uses.
 *
 * @param perSecond units per second, above 0, of the kinds that were measured
 */
public record MachineRates(Map<WorkKind, Double> perSecond) {

    /** Nothing was measured. */
    public static final MachineRates NONE = new MachineRates(Map.of());

    public MachineRates {
        perSecond = Map.copyOf(perSecond);
    }

    /** The kinds that are asked for and were not measured. */
    public Set<WorkKind> missing(Set<WorkKind> asked) {
        Set<WorkKind> missing = new TreeSet<>(asked);
        missing.removeAll(perSecond.keySet());
        return missing;
    }

    /** These and others; the others win. */
    public MachineRates with(Map<WorkKind, Double> more) {
        Map<WorkKind, Double> all = new TreeMap<>(perSecond);
        all.putAll(more);
        return new MachineRates(all);
    }

    /**
     * Seconds of one kind of work after the other.
     *
     * @throws IllegalArgumentException if a kind was not measured
     */
    public double seconds(Workload work) {
        double seconds = 0;
        for (Map.Entry<WorkKind, Double> amount : work.amounts().entrySet()) {
            Double rate = perSecond.get(amount.getKey());
            if (rate == null) {
                throw new IllegalArgumentException("'%s' was not measured".formatted(amount.getKey()));
            }
            seconds += amount.getValue() / rate;
        }
        return seconds;
    }
}
