package org.jackknife.compression.secondorder;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jackknife.compression.MaskPattern;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RowWorkers;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.GridFormats;
import org.jackknife.compression.grid.UniformScheme;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times GPTQ (4 bits, symmetric, groups of 128) and SparseGPT (one half, blocks of 128) on the files that
 * {@code second_order_baseline.py make} writes, factorisation and packing included, as that script times PyTorch. After
 * the last round the output error is printed, to be compared with the script's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = {"-Xmx4g", "--enable-native-access=ALL-UNNAMED"})
public class SecondOrderBenchmark {

    private static final double DAMPING = 0.01;
    private static final int GROUP = 128;

    /** The folder of the files. */
    @Param("missing")
    public String folder;

    @Param("4096")
    public int rows;

    @Param("4096")
    public int columns;

    @Param("2")
    public int threads;

    private Arena arena;
    private RowWorkers workers;
    private LinearAlgebra algebra;
    private FloatMatrix gram;
    private float[] weights;
    private Matrix result;

    /** Reads the files. */
    @Setup
    public void read() throws IOException {
        arena = Arena.ofShared();
        workers = new RowWorkers(threads);
        algebra = LinearAlgebra.openBlas(threads);
        gram = matrix("gram.f32", columns);
        weights = matrix("weights.f32", rows).data().toArray(ValueLayout.JAVA_FLOAT);
    }

    private FloatMatrix matrix(String name, int height) throws IOException {
        FloatMatrix matrix = FloatMatrix.allocate(arena, height, columns);
        try (FileChannel file = FileChannel.open(Path.of(folder, name))) {
            matrix.data().copyFrom(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena));
        }
        return matrix;
    }

    /** What all threads of this process have used: other load on the machine is not in it. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Processor {
        public double processorSeconds;

        private static double now() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
        }
    }

    /** Rounds, and packs into Q4_0. */
    @Benchmark
    public Matrix gptq(Processor processor) {
        double start = Processor.now();
        result = new Matrix("weights", 0, rows, columns, weights.clone());
        try (Arena local = Arena.ofShared()) {
            HessianFactor factor = factor(local);
            GridFormat format = GridFormats.uniform(new UniformScheme(4, true, GROUP, false));
            MemorySegment stored = local.allocate(format.type().bytesFor((long) rows * columns));
            GridRule rule = new GridRule(
                    factor,
                    rows,
                    new GridRule.Scales(false, false, null),
                    new PackedMatrix(format, columns, stored),
                    workers);
            new ColumnSweep(factor, workers, algebra).run(result, rule);
            rule.pack();
        }
        processor.processorSeconds += Processor.now() - start;
        return result;
    }

    /** Zeroes one half. */
    @Benchmark
    public Matrix sparseGpt(Processor processor) {
        double start = Processor.now();
        result = new Matrix("weights", 0, rows, columns, weights.clone());
        try (Arena local = Arena.ofShared()) {
            HessianFactor factor = factor(local);
            MaskRule.Sparsity half = new MaskRule.Sparsity(0.5, MaskPattern.UNSTRUCTURED, GROUP);
            new ColumnSweep(factor, workers, algebra).run(result, new MaskRule(factor, rows, half, ColumnRule.KEEP));
        }
        processor.processorSeconds += Processor.now() - start;
        return result;
    }

    private HessianFactor factor(Arena local) {
        return HessianFactor.of(gram, new HessianSettings(DAMPING, ColumnOrder.NATURAL), workers, algebra, local);
    }

    /** Prints the relative error of the outputs. */
    @TearDown
    public void close() {
        float[] change = result.weights().clone();
        for (int i = 0; i < change.length; i++) {
            change[i] -= weights[i];
        }
        System.out.printf("output error %.5f%n", Math.sqrt(squaredOutput(change) / squaredOutput(weights)));
        workers.close();
        arena.close();
    }

    private double squaredOutput(float[] some) {
        FloatMatrix left = FloatMatrix.allocate(arena, rows, columns);
        MemorySegment.copy(some, 0, left.data(), ValueLayout.JAVA_FLOAT, 0, some.length);
        FloatMatrix product = FloatMatrix.allocate(arena, rows, columns);
        algebra.multiply(1, left.view(), gram.view(), 0, product.view());
        double sum = 0;
        for (int i = 0; i < some.length; i++) {
            sum += (double) some[i] * product.data().getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
        return sum;
    }
}
