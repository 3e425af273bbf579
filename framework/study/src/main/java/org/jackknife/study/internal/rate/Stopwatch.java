package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how often something can be done per second. Work of processors is measured by their own time, so that other
 * load on the machine does not count as slowness; what waits for a disk is measured by the clock on the wall.
 */
final class Stopwatch {

    private static final int ROUNDS = 5;
    private static final double WARM_UP_SECONDS = 0.05;
    private static final double ROUND_SECONDS = 0.04;

    private Stopwatch() {}

    /** Something that is measured. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    /** Tells seconds since some moment. */
    @FunctionalInterface
    private interface Clock {
        double seconds();
    }

    /** Times per second by the clock on the wall. */
    static double perSecond(Task task) throws IOException {
        return perSecond(task, () -> System.nanoTime() / 1e9);
    }

    /** Times per second of a task that keeps so many threads of this process busy, wherever they come from. */
    static double perSecond(int threads, Task task) throws IOException {
        return perSecond(task, () -> processSeconds() / threads);
    }

    /** How often per second all tasks are done together, each on a thread of its own: the sum over the threads. */
    static double inParallel(List<Task> tasks) throws IOException {
        try (ExecutorService pool = Executors.newFixedThreadPool(tasks.size())) {
            List<Future<Double>> rates = new ArrayList<>();
            for (Task task : tasks) {
                rates.add(pool.submit(() -> perSecond(task, Stopwatch::threadSeconds)));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the machine was measured", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("what was measured broke: " + e.getCause(), e.getCause());
        }
    }

    /** Seconds that the current thread needs for a task once, cold as it is. */
    static double once(Task task) throws IOException {
        double start = threadSeconds();
        task.run();
        return threadSeconds() - start;
    }

    /**
     * The median of five rounds, after a warm-up that lets the compiler and the caches settle. Slow tasks run once in each
     * round.
     */
    private static double perSecond(Task task, Clock clock) throws IOException {
        round(task, clock, WARM_UP_SECONDS);
        double[] rates = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rates[i] = round(task, clock, ROUND_SECONDS);
        }
        Arrays.sort(rates);
        return rates[ROUNDS / 2];
    }

    private static double round(Task task, Clock clock, double atLeast) throws IOException {
        double start = clock.seconds();
        double seconds = 0;
        int times = 0;
        while (seconds < atLeast) {
            task.run();
            times++;
            seconds = clock.seconds() - start;
        }
        return times / seconds;
    }

    private static double threadSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private static double processSeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
