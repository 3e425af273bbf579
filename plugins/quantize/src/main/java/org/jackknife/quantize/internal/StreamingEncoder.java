package org.jackknife.quantize.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.method.WeightChange;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;

/**
 * Encodes tensors chunk by chunk on all threads and writes the chunks in order: memory is a few chunks, however large
 * the tensor.
 *
 * <p>Every sixteenth group of chunks is decoded again to measure what encoding changed; encoding at hundreds of millions
 * of weights per second would otherwise wait for the measurement.
 */
public final class StreamingEncoder implements AutoCloseable {

    private static final int GROUP_WEIGHTS = 1 << 18;
    private static final int MEASURED_EVERY = 16;

    /** Looks at each weight: once to decode it, and twice at those that are measured. */
    public static final double VISITS = 1 + 2.0 / MEASURED_EVERY;

    /** Small chunks let all threads end at nearly the same time. */
    private static final int CHUNKS_PER_GROUP = 2;

    /** Chunks for each thread, so that none waits for the writer. */
    private static final int CHUNKS_PER_THREAD = 4;

    /** Decoded and encoded at once: few enough to stay in the processor's cache between the two. */
    private static final int PIECE_WEIGHTS = 1 << 15;

    private final MethodContext context;
    private final ExecutorService threads;
    private final ArrayDeque<Chunk> free = new ArrayDeque<>();

    public StreamingEncoder(MethodContext context) {
        this.context = context;
        this.threads = Executors.newFixedThreadPool(context.threads());
        for (int i = 0; i < CHUNKS_PER_THREAD * context.threads(); i++) {
            free.add(new Chunk());
        }
    }

    /**
     * Encodes one tensor.
     *
     * @param importance row length times experts values, or null
     * @return what was done
     */
    public TensorReport encode(TensorInfo tensor, TensorType type, float[] importance, GgufWriter writer)
            throws IOException {
        long rowsPerMatrix = tensor.length(1);
        long rowsPerGroup = Math.max(1, GROUP_WEIGHTS / tensor.rowLength());
        Run run = new Run(tensor, writer);
        int group = 0;
        for (long row = 0; row < tensor.rows(); ) {
            // a group never spans two experts: each has its own importance
            long end = row + Math.min(rowsPerGroup, rowsPerMatrix - row % rowsPerMatrix);
            float[] ofMatrix = slice(importance, tensor, row / rowsPerMatrix);
            boolean measured = group++ % MEASURED_EVERY == 0;
            long rowsPerChunk = Math.ceilDiv(end - row, CHUNKS_PER_GROUP);
            for (; row < end; row += rowsPerChunk) {
                int rows = (int) Math.min(rowsPerChunk, end - row);
                run.start(new Part(tensor, type, row, rows, ofMatrix, measured));
            }
            row = end;
        }
        return run.finish(type);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static float[] slice(float[] importance, TensorInfo tensor, long matrix) {
        if (importance == null || importance.length == tensor.rowLength()) {
            return importance;
        }
        int rowLength = (int) tensor.rowLength();
        return Arrays.copyOfRange(importance, (int) matrix * rowLength, ((int) matrix + 1) * rowLength);
    }

    /** Some rows of a tensor and what they become. */
    private record Part(
            TensorInfo tensor, TensorType type, long firstRow, int rows, float[] importance, boolean measured) {}

    /** The chunks of one tensor that are under way, in the order in which they are written. */
    private final class Run {
        private final TensorInfo tensor;
        private final GgufWriter writer;
        private final WeightChange change = new WeightChange();
        private final ArrayDeque<Future<Chunk>> running = new ArrayDeque<>();

        Run(TensorInfo tensor, GgufWriter writer) {
            this.tensor = tensor;
            this.writer = writer;
        }

        void start(Part part) throws IOException {
            if (free.isEmpty()) {
                write();
            }
            Chunk chunk = free.remove();
            running.add(threads.submit(() -> chunk.fill(part)));
        }

        TensorReport finish(TensorType type) throws IOException {
            while (!running.isEmpty()) {
                write();
            }
            return change.report(tensor, type);
        }

        private void write() throws IOException {
            Chunk chunk = result(running.remove());
            writer.write(tensor.name(), chunk.encoded);
            if (chunk.measured) {
                change.add(chunk.weights, chunk.decoded, chunk.count);
            }
            free.add(chunk);
        }

        private Chunk result(Future<Chunk> chunk) {
            try {
                return chunk.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MethodException("interrupted while tensor " + tensor.name() + " was encoded", e);
            } catch (ExecutionException e) {
                throw new MethodException(
                        "tensor %s cannot be encoded: %s".formatted(tensor.name(), e.getCause().getMessage()), e.getCause());
            }
        }
    }

    /** The buffers of one chunk, used again and again. */
    private final class Chunk {
        private float[] weights = new float[0];
        private float[] decoded = new float[0];
        private MemorySegment numbers = MemorySegment.NULL;
        private MemorySegment buffer = MemorySegment.NULL;
        private MemorySegment encoded = MemorySegment.NULL;
        private int count;
        private boolean measured;

        Chunk fill(Part part) {
            measured = part.measured();
            count = Math.toIntExact(part.rows() * part.tensor().rowLength());
            long size = part.type().bytesFor(count);
            buffer = atLeast(size, buffer);
            encoded = buffer.asSlice(0, size);
            if (measured && weights.length < count) {
                weights = new float[count];
                decoded = new float[count];
            }
            encode(part);
            if (measured) {
                context.codec().decode(part.type(), encoded, decoded);
            }
            return this;
        }

        private void encode(Part part) {
            TensorInfo tensor = part.tensor();
            int rowLength = Math.toIntExact(tensor.rowLength());
            MemorySegment source = context.source().data(tensor);
            int rowsPerPiece = Math.max(1, PIECE_WEIGHTS / rowLength);
            numbers = atLeast((long) rowsPerPiece * rowLength * Float.BYTES, numbers);
            for (int row = 0; row < part.rows(); row += rowsPerPiece) {
                int rows = Math.min(rowsPerPiece, part.rows() - row);
                long from = (part.firstRow() + row) * tensor.rowBytes();
                context.codec().decode(tensor.type(), source.asSlice(from, rows * tensor.rowBytes()), numbers);
                long rowBytes = part.type().bytesFor(rowLength);
                MemorySegment target = encoded.asSlice(row * rowBytes, rows * rowBytes);
                context.codec().encode(part.type(), numbers, rowLength, target, part.importance());
                if (measured) {
                    MemorySegment.copy(
                            numbers, ValueLayout.JAVA_FLOAT, 0, weights, row * rowLength, rows * rowLength);
                }
            }
        }

        private static MemorySegment atLeast(long size, MemorySegment memory) {
            return memory.byteSize() < size ? Arena.ofAuto().allocate(size, Long.BYTES) : memory;
        }
    }
}
