package org.jackknife.cli.internal.bench;

import java.util.List;

/** The middle of repeated measurements. */
final class Medians {

    private Medians() {}

    /**
     * The median; of an even count the mean of the two in the middle.
     *
     * @throws IllegalArgumentException if there are no values
     */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there is no median of no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
