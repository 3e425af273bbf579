package org.jackknife.compression.secondorder;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.api.plugin.Rounds;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.MatrixView;
import org.jackknife.numeric.Triangle;

/**
 * Measures a sweep, factorisation included, against its operations in two bare calls of OpenBLAS: the factorisation and one
 * large product, on as many threads. On seeded random weights and inputs.
 *
 * @param size rows and columns
 * @param threads of both sides
 * @param rounds at least 1
 */
public record SweepSpeed(int size, int threads, int rounds) {

    private static final double TARGET = 0.5;
    private static final HessianSettings SETTINGS = new HessianSettings(0.01, ColumnOrder.NATURAL);

    /** The sizes of a measurement: those of a 7B LLaMA's query, or half of them for a look. */
    public static SweepSpeed of(boolean quick) {
        return new SweepSpeed(quick ? 2048 : 4096, Runtime.getRuntime().availableProcessors(), quick ? 3 : 7);
    }

    /** What is swept by which rule. */
    @FunctionalInterface
    public interface Kernel {
        /** Sweeps the matrix. */
        void run(Matrix matrix, HessianFactor factor, ColumnSweep sweep, RowWorkers workers);
    }

    /**
     * The figures of a kernel.
     *
     * @param name the method's
     */
    public List<Figure> figures(String name, Kernel kernel) {
        LinearAlgebra algebra = LinearAlgebra.openBlas(threads);
        try (Arena arena = Arena.ofShared();
                RowWorkers workers = new RowWorkers(threads)) {
            FloatMatrix gram = gram(algebra, arena);
            float[] weights = random(2, size * size);
            Rounds.Rates rates = new Rounds(rounds, Duration.ofSeconds(2L * rounds)).compare(
                    (double) size * size,
                    "weights",
                    () -> timed(() -> sweep(kernel, weights.clone(), gram, workers, algebra)),
                    () -> timed(() -> bare(gram, algebra)));
            return List.of(
                    Figure.plain("%s, %d x %2$d".formatted(name, size), rates.own() / 1e6, "million/s"),
                    Figure.atLeast(TARGET, name + " against its operations in bare calls of OpenBLAS", rates.ratio(), "ratio"),
                    Figure.plain("the same by processor time", rates.processorRatio(), "ratio"));
        }
    }

    private static long timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private void sweep(Kernel kernel, float[] weights, FloatMatrix gram, RowWorkers workers, LinearAlgebra algebra) {
        try (Arena arena = Arena.ofShared()) {
            HessianFactor factor = HessianFactor.of(gram, SETTINGS, workers, algebra, arena);
            Matrix matrix = new Matrix("random", 0, size, size, weights);
            kernel.run(matrix, factor, new ColumnSweep(factor, workers, algebra), workers);
        }
    }

    /** n³/3 and n³ operations, as many as the sweep has in its products. */
    private void bare(FloatMatrix gram, LinearAlgebra algebra) {
        try (Arena arena = Arena.ofShared()) {
            FloatMatrix factor = FloatMatrix.allocate(arena, size, size);
            factor.data().copyFrom(gram.data());
            for (int i = 0; i < size; i++) {
                factor.set(i, i, 2 * factor.get(i, i));
            }
            algebra.cholesky(factor, Triangle.LOWER);
            FloatMatrix product = FloatMatrix.allocate(arena, size, size);
            MatrixView left = new MatrixView(gram, 0, 0, size, size / 2, false);
            MatrixView right = new MatrixView(gram, 0, 0, size / 2, size, false);
            algebra.multiply(1, left, right, 0, product.view());
        }
    }

    private FloatMatrix gram(LinearAlgebra algebra, Arena arena) {
        FloatMatrix gram = FloatMatrix.allocate(arena, size, size);
        algebra.addGram(random(1, size / 4 * size), size / 4, gram);
        algebra.symmetrise(gram);
        return gram;
    }

    private static float[] random(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
