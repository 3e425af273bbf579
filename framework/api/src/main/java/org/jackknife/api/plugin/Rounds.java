package org.jackknife.api.plugin;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs two measurements in turn and compares their median rates, for a {@link Benchmark}.
 *
 * @param count how many rounds at least; short ones are repeated until they took {@value #LEAST_SECONDS} seconds of
 *     processor time together
 * @param warmUp processor time for which both are run before: Java compiles what runs often, meanwhile it is slow, and
 *     what is compared is the long run
 */
public record Rounds(int count, Duration warmUp) {

    private static final int LEAST_SECONDS = 2;

    /**
     * Two rates for the same work.
     *
     * @param own work per second of the program's own code
     * @param bare work per second of bare calls
     * @param unit what is counted, such as {@code tokens}
     * @param processorRatio processor time of the bare calls over that of the program's own code, all rounds and all
     *     threads of the process: other load on the machine disturbs it less than {@link #ratio}, but it is blind to
     *     waiting; coarse where the rounds together take less than a second
     */
    public record Rates(double own, double bare, String unit, double processorRatio) {

        /** The part of the bare rate that the program reaches. */
        public double ratio() {
            return own / bare;
        }
    }

    /** For loops that turn many thousand times in a round: they are compiled after a few rounds. */
    public static Rounds ofLoops(int count) {
        return new Rounds(count, Duration.ofMillis(250L * count));
    }

    /**
     * Measures.
     *
     * @param work units of work in one round
     * @param own does the work by the program's own code and answers the nanoseconds it took
     * @param bare does the same work with bare calls
     */
    public Rates compare(double work, String unit, LongSupplier own, LongSupplier bare) {
        long start = processorNanos();
        do {
            own.getAsLong();
            bare.getAsLong();
        } while (processorNanos() - start < warmUp.toNanos());
        List<Double> ownRates = new ArrayList<>();
        List<Double> bareRates = new ArrayList<>();
        // summed, because some systems count processor time in steps as long as a short round
        long ownProcessor = 0;
        long bareProcessor = 0;
        while (ownRates.size() < count
                || ownProcessor + bareProcessor < TimeUnit.SECONDS.toNanos(LEAST_SECONDS)) {
            long before = processorNanos();
            ownRates.add(work * 1e9 / own.getAsLong());
            long between = processorNanos();
            bareRates.add(work * 1e9 / bare.getAsLong());
            ownProcessor += between - before;
            bareProcessor += processorNanos() - between;
        }
        double processorRatio = (double) bareProcessor / ownProcessor;
        return new Rates(median(ownRates), median(bareRates), unit, processorRatio);
    }

    /** What all threads of this process have used: other load on the machine is not in it. */
    public static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** The middle value, or the mean of the two middle ones; at least one value. */
    public static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
