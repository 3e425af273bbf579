package org.jackknife.llamacpp.internal;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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
        // summed, because some systems count processor time in steps as long as a short round
        long engineProcessor = 0;
        long bareProcessor = 0;
        engine.getAsLong();
        bare.getAsLong();
        for (int round = 0; round < rounds; round++) {
            long start = processorNanos();
            engineRates[round] = work * 1e9 / engine.getAsLong();
            long between = processorNanos();
            bareRates[round] = work * 1e9 / bare.getAsLong();
            engineProcessor += between - start;
            bareProcessor += processorNanos() - between;
        }
        double processorRatio = (double) bareProcessor / engineProcessor;
        return new Rates(median(engineRates), median(bareRates), unit, processorRatio);
    }

    /** What all threads of this process have used: other load on the machine is not in it. */
    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
