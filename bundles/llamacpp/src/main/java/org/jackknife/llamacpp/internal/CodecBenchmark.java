package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.jackknife.api.plugin.Rounds;
import org.jackknife.api.plugin.Rounds.Rates;
import org.jackknife.gguf.TensorType;

/** Measures the codec against direct calls of {@code ggml_quantize_chunk} over the same rows. */
public final class CodecBenchmark {

    private static final int ROW = 4096;

    private CodecBenchmark() {}

    public static Rates run(TensorType type, int elements, int threads, int rounds) {
        NativeLibrary library = NativeLibrary.of(Optional.empty());
        NativeCodec codec = new NativeCodec(library);
        int rowsEach = elements / ROW / threads;
        float[] weights = gaussian(rowsEach * ROW);
        float[] importance = codec.requiresImportance(type) ? gaussianSquares() : null;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment plain = arena.allocateFrom(ValueLayout.JAVA_FLOAT, weights);
            MemorySegment columns = importance == null
                    ? MemorySegment.NULL
                    : arena.allocateFrom(ValueLayout.JAVA_FLOAT, importance);
            List<MemorySegment> targets = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                targets.add(arena.allocate(type.bytesFor(weights.length), 64));
            }
            library.ggml().quantizeInit(type);
            IntConsumer encode = i -> codec.encode(type, weights, ROW, targets.get(i), importance);
            IntConsumer direct =
                    i -> library.ggml().quantizeChunk(type, plain, targets.get(i), rowsEach, ROW, columns);
            double work = (double) rowsEach * ROW * threads;
            return Rounds.ofLoops(rounds)
                    .compare(work, "weights", () -> timed(threads, encode), () -> timed(threads, direct));
        }
    }

    /** The nanoseconds until all parts, one on each thread, are done. */
    static long timed(int threads, IntConsumer work) {
        long start = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int part = i;
            running.add(Thread.ofPlatform().start(() -> work.accept(part)));
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the benchmark was interrupted", e);
        }
        return System.nanoTime() - start;
    }

    private static float[] gaussian(int count) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] gaussianSquares() {
        float[] values = gaussian(ROW);
        for (int i = 0; i < ROW; i++) {
            values[i] *= values[i];
        }
        return values;
    }
}
