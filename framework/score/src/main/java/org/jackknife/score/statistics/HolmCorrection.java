package org.jackknife.score.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's step-down correction: holds the probability of any false alarm among several tests at the level of one. */
public final class HolmCorrection {

    private HolmCorrection() {}

    /**
     * The adjusted p values, in the order given: the i-th smallest of m, counted from 0, times m - i, made
     * non-decreasing, at most 1. A NaN stands for a test that was not made: it stays NaN and does not count.
     */
    public static double[] adjust(double[] pValues) {
        int[] order = IntStream.range(0, pValues.length)
                .filter(i -> !Double.isNaN(pValues[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = pValues.clone();
        double floor = 0;
        for (int rank = 0; rank < order.length; rank++) {
            double p = pValues[order[rank]];
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("p value %d is %s, allowed 0 to 1".formatted(order[rank], p));
            }
            floor = Math.max(floor, Math.min(1, p * (order.length - rank)));
            adjusted[order[rank]] = floor;
        }
        return adjusted;
    }
}
