package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.method.MethodCost;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.WeightChange;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.calibration.EngineProbe;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.numeric.NativeLibraryException;
import org.jackknife.study.internal.Codecs;

/**
 * Measures how fast this machine does the work of compressions, with some tenths of a second for each kind. Loads native
 * libraries, so it belongs into a worker process.
 */
public final class RateMeasurement {

    /** Four super-blocks to a row, and enough rows that a call costs nothing beside its work. */
    private static final int ROW = 1024;
    private static final int WEIGHTS = 64 * ROW;

    private static final int PRODUCT = 1024;
    private static final int FILE_BYTES = 16 << 20;

    private final Plugins plugins;
    private final Path folder;
    private final int threads;

    /**
     * @param folder where a file may be written for a moment: the disk that variants lie on
     * @param threads threads of a compression
     */
    public RateMeasurement(Plugins plugins, Path folder, int threads) {
        this.plugins = plugins;
        this.folder = folder;
        this.threads = threads;
    }

    /** Units per second of each kind that can be measured here. */
    public Map<WorkKind, Double> measure(List<WorkKind> kinds) throws IOException {
        Map<WorkKind, Double> rates = new TreeMap<>();
        // in this order: a step's own time is what happens once in a process, such as loading a library
        for (WorkKind kind : kinds.stream().sorted(Comparator.comparing(WorkKind::unit)).toList()) {
            measure(kind).ifPresent(rate -> rates.put(kind, rate));
        }
        return rates;
    }

    private OptionalDouble measure(WorkKind kind) throws IOException {
        return switch (kind.unit()) {
            case STEP -> OptionalDouble.of(step());
            case BYTE -> OptionalDouble.of(bytes());
            case VISIT -> OptionalDouble.of(visits());
            case FLOP -> flops();
            case ENGINE_FLOP -> engineFlops();
            case ENCODE -> encoding(kind.encoding().orElseThrow());
        };
    }

    private double step() throws IOException {
        return 1 / Stopwatch.once(() -> {
            new Chunk(Codecs.of(plugins), new MethodCost.Encoding(TensorType.F16, false, 0), 1).encode();
            write(ROW);
        });
    }

    private double bytes() throws IOException {
        return FILE_BYTES * Stopwatch.perSecond(() -> write(FILE_BYTES));
    }

    private void write(int bytes) throws IOException {
        Path file = Files.createTempFile(folder, "rates", ".measured");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(Math.min(bytes, 1 << 20));
            for (int written = 0; written < bytes; written += buffer.capacity()) {
                buffer.clear();
                channel.write(buffer);
            }
            channel.force(true);
        } finally {
            Files.delete(file);
        }
    }

    private double visits() throws IOException {
        List<Stopwatch.Task> tasks = new ArrayList<>();
        chunks(new MethodCost.Encoding(TensorType.F16, false, 0)).forEach(chunk -> tasks.add(chunk.comparison()));
        return WEIGHTS * Stopwatch.inParallel(tasks);
    }

    private OptionalDouble encoding(MethodCost.Encoding encoding) throws IOException {
        if (!Codecs.of(plugins).supports(encoding.type())) {
            return OptionalDouble.empty();
        }
        List<Stopwatch.Task> tasks = new ArrayList<>();
        chunks(encoding).forEach(chunk -> tasks.add(chunk::encode));
        return OptionalDouble.of(WEIGHTS * Stopwatch.inParallel(tasks));
    }

    private List<Chunk> chunks(MethodCost.Encoding encoding) {
        TensorCodec codec = Codecs.of(plugins);
        List<Chunk> chunks = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            chunks.add(new Chunk(codec, encoding, thread));
        }
        return chunks;
    }

    private OptionalDouble flops() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            LinearAlgebra algebra = LinearAlgebra.openBlas(threads);
            FloatMatrix left = FloatMatrix.allocate(arena, PRODUCT, PRODUCT);
            FloatMatrix right = FloatMatrix.allocate(arena, PRODUCT, PRODUCT);
            FloatMatrix product = FloatMatrix.allocate(arena, PRODUCT, PRODUCT);
            double operations = 2.0 * PRODUCT * PRODUCT * PRODUCT;
            return OptionalDouble.of(operations
                    * Stopwatch.perSecond(threads, () -> algebra.multiply(1, left.view(), right.view(), 0, product.view())));
        } catch (NativeLibraryException e) {
            // methods that need it will say so themselves
            return OptionalDouble.empty();
        }
    }

    private OptionalDouble engineFlops() throws IOException {
        try (EngineProbe probe = EngineProbe.open(plugins, folder, threads)) {
            return OptionalDouble.of(probe.operations() * Stopwatch.perSecond(threads, probe::run));
        } catch (MethodException | EngineException e) {
            // methods that need the engine will say so themselves
            return OptionalDouble.empty();
        }
    }

    /** Seeded weights of the size that real ones have, and room for what becomes of them. */
    private static final class Chunk {

        private final TensorCodec codec;
        private final TensorType type;
        private final float[] weights = new float[WEIGHTS];
        private final float[] importance;
        private final MemorySegment encoded;

        Chunk(TensorCodec codec, MethodCost.Encoding encoding, long seed) {
            this.codec = codec;
            this.type = encoding.type();
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < WEIGHTS; i++) {
                weights[i] = (float) random.nextGaussian(0, 0.02);
            }
            importance = encoding.weighted() ? new float[ROW] : null;
            if (importance != null) {
                Arrays.fill(importance, 1);
            }
            encoded = Arena.ofAuto().allocate(type.bytesFor(WEIGHTS), Long.BYTES);
        }

        void encode() {
            codec.encode(type, weights, ROW, encoded, importance);
        }

        /** Looks at every weight once. */
        Stopwatch.Task comparison() {
            float[] other = weights.clone();
            WeightChange change = new WeightChange();
            return () -> change.add(weights, other, WEIGHTS);
        }
    }
}
