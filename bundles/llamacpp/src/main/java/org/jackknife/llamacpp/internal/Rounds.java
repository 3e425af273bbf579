package org.jackknife.llamacpp.internal;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jackknife.llamacpp.LlamaCppBenchmark.Rates;

/**
 * Runs two measurements in turn and compares their median rates.
 *
 * @param count how many rounds at least; short ones are repeated until they took {@value #LEAST_SECONDS} seconds of
 *     processor time together
 * @param warmUp processor time for which both are run before: Java compiles what runs often, meanwhile it is slow, and
 *     what is compared is the long run
 */
record Rounds(int count, Duration warmUp) {

    private static final int LEAST_SECONDS = 2;

    /** For loops that turn many thousand times in a round: they are compiled after a few rounds. */
    static Rounds ofLoops(int count) {
        return new Rounds(count, Duration.ofMillis(250L * count));
    }

    /**
     * Measures.
     *
     * @param work units of work in one round
     * @param engine does the work through the library and answers the nanoseconds it took
     * @param bare does the same work with bare calls
     */
    Rates compare(double work, String unit, LongSupplier engine, LongSupplier bare) {
        long start = processorNanos();
        do {
            engine.getAsLong();
            bare.getAsLong();
        } while (processorNanos() - start < warmUp.toNanos());
        List<Double> engineRates = new ArrayList<>();
        List<Double> bareRates = new ArrayList<>();
        // summed, because some systems count processor time in steps as long as a short round
        long engineProcessor = 0;
        long bareProcessor = 0;
        while (engineRates.size() < count
                || engineProcessor + bareProcessor < TimeUnit.SECONDS.toNanos(LEAST_SECONDS)) {
            long before = processorNanos();
            engineRates.add(work * 1e9 / engine.getAsLong());
            long between = processorNanos();
            bareRates.add(work * 1e9 / bare.getAsLong());
            engineProcessor += between - before;
            bareProcessor += processorNanos() - between;
        }
        double processorRatio = (double) bareProcessor / engineProcessor;
        return new Rates(median(engineRates), median(bareRates), unit, processorRatio);
    }

    /** What all threads of this process have used: other load on the machine is not in it. */
    static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
