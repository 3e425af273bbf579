package org.jackknife.score.trace;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the alignments of many pairs have in common.
 *
 * @param pairs how many there are
 * @param identical how many never part
 * @param first the others by the kind of their first difference, every kind in it
 * @param recovered how many of those overcame it, by the same kinds
 * @param redundantCalls of all candidates
 * @param meanTurnOverhead steps more per candidate; NaN for no pairs
 */
public record TraceSummary(
        int pairs,
        int identical,
        Map<Divergence.Kind, Integer> first,
        Map<Divergence.Kind, Integer> recovered,
        int redundantCalls,
        double meanTurnOverhead) {

    /** Counts over alignments. */
    public static TraceSummary of(Collection<TraceAlignment> alignments) {
        Map<Divergence.Kind, Integer> first = new EnumMap<>(Divergence.Kind.class);
        Map<Divergence.Kind, Integer> recovered = new EnumMap<>(Divergence.Kind.class);
        for (Divergence.Kind kind : Divergence.Kind.values()) {
            first.put(kind, 0);
            recovered.put(kind, 0);
        }
        int identical = 0;
        for (TraceAlignment alignment : alignments) {
            if (alignment.divergences().isEmpty()) {
                identical++;
                continue;
            }
            Divergence.Kind kind = alignment.divergences().getFirst().kind();
            first.merge(kind, 1, Integer::sum);
            if (alignment.recovery().recovered()) {
                recovered.merge(kind, 1, Integer::sum);
            }
        }
        return new TraceSummary(
                alignments.size(),
                identical,
                first,
                recovered,
                alignments.stream().mapToInt(TraceAlignment::redundantCalls).sum(),
                alignments.stream().mapToInt(TraceAlignment::turnOverhead).average().orElse(Double.NaN));
    }
}
