package org.jackknife.llamacpp.internal;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jackknife.llamacpp.LlamaCppBenchmark.Rates;

/** Runs two measurements in turn and compares their median rates; the first round of each warms up and is left out. */
final class Rounds {

    private Rounds() {}

    /**
     * Measures.
     *
     * @param engine does the work through the library and answers the nanoseconds it took
     * @param bare does the same work with bare calls
     * @param work units of work in one round
     */
    static Rates compare(int rounds, double work, String unit, LongSupplier engine, LongSupplier bare) {
        double[] engineRates = new double[rounds];
        double[] bareRates = new double[rounds];
        engine.getAsLong();
        bare.getAsLong();
        for (int round = 0; round < rounds; round++) {
            engineRates[round] = work * 1e9 / engine.getAsLong();
            bareRates[round] = work * 1e9 / bare.getAsLong();
        }
        return new Rates(median(engineRates), median(bareRates), unit);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
