package org.jackknife.llamacpp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.Progress;
import org.jackknife.api.plugin.Rounds;
import org.jackknife.api.plugin.Rounds.Rates;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;

/**
 * Measures a method that encodes, from an F16 file to a file on the disk, against {@code ggml_quantize_chunk} alone, and
 * against the same work in bare calls: ggml's decoder, {@code ggml_quantize_chunk}, one write.
 */
public final class MethodBenchmark {

    private static final int ROW = 4096;
    private static final int ROWS = 4096;
    private static final int PIECE_ROWS = 16;
    private static final String TENSOR = "blk.0.ffn_down.weight";

    private final GgufMetadata metadata;
    private final Path folder;
    private final int threads;
    private final int rounds;

    /**
     * Measures in a folder.
     *
     * @param metadata of a model of the architecture llama
     * @param folder room for 100 MB; the caller removes it
     */
    public MethodBenchmark(GgufMetadata metadata, Path folder, int threads, int rounds) {
        this.metadata = metadata;
        this.folder = folder;
        this.threads = threads;
        this.rounds = rounds;
    }

    /**
     * Compares with {@code ggml_quantize_chunk} alone, over weights that lie in memory as F32: nothing is read, decoded
     * or written.
     *
     * @param options options under which the method stores every matrix as {@code type}
     * @param type a type that needs no importance
     */
    public <O extends Record> Rates againstEncoder(Method<O> method, O options, TensorType type) throws IOException {
        float[] decoded = new float[ROWS * ROW];
        try (Arena arena = Arena.ofShared();
                Gguf source = Gguf.open(source())) {
            new NativeTensorCodec().decode(TensorType.F16, source.data(source.tensors().getFirst()), decoded);
            MemorySegment plain = arena.allocateFrom(ValueLayout.JAVA_FLOAT, decoded);
            Bare bare = bare(source, type, plain, arena);
            return compare(source, context -> method.compress(options, context), () ->
                    CodecBenchmark.timed(threads, part -> encode(bare, type, part)));
        }
    }

    /** Compares, as {@link #againstEncoder}, with bare calls that read, decode and write as the method does. */
    public <O extends Record> Rates againstFiles(Method<O> method, O options, TensorType type) throws IOException {
        try (Arena arena = Arena.ofShared();
                Gguf source = Gguf.open(source())) {
            MemorySegment plain = arena.allocate(ValueLayout.JAVA_FLOAT, (long) threads * PIECE_ROWS * ROW);
            Bare bare = bare(source, type, plain, arena);
            return compare(source, context -> method.compress(options, context), () -> {
                CodecBenchmark.timed(threads, part -> decodeAndEncode(bare, type, part));
                write(bare.encoded());
            });
        }
    }

    private static Bare bare(Gguf source, TensorType type, MemorySegment plain, Arena arena) {
        Ggml ggml = NativeLibrary.of(Optional.empty()).ggml();
        ggml.quantizeInit(type);
        MemorySegment encoded = arena.allocate(type.bytesFor((long) ROWS * ROW), 64);
        return new Bare(ggml, source.data(source.tensors().getFirst()), encoded, plain);
    }

    private Rates compare(Gguf source, Compression compression, Step bare) {
        Context context = new Context(source, new NativeTensorCodec(), target(), threads);
        return Rounds.ofLoops(rounds)
                .compare(
                        (double) ROWS * ROW,
                        "weights",
                        () -> timed(() -> compression.run(context)),
                        () -> timed(bare));
    }

    private Path target() {
        return folder.resolve("encoded.gguf");
    }

    /** What the bare calls work on: {@code plain} is all weights, or room for a piece of each thread. */
    private record Bare(Ggml ggml, MemorySegment source, MemorySegment encoded, MemorySegment plain) {}

    private void write(MemorySegment encoded) throws IOException {
        try (FileChannel channel = FileChannel.open(
                target(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = encoded.asByteBuffer();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void encode(Bare bare, TensorType type, int part) {
        long first = (long) ROWS * part / threads;
        long rows = (long) ROWS * (part + 1) / threads - first;
        MemorySegment plain = bare.plain().asSlice(first * ROW * Float.BYTES);
        MemorySegment encoded = bare.encoded().asSlice(first * type.bytesFor(ROW));
        bare.ggml().quantizeChunk(type, plain, encoded, rows, ROW, MemorySegment.NULL);
    }

    /** Every thread takes the rows of its part, piece by piece, so that decoded weights stay in its cache. */
    private void decodeAndEncode(Bare bare, TensorType type, int part) {
        MethodHandle decoder = bare.ggml().decoder(TensorType.F16).orElseThrow();
        MemorySegment plain = bare.plain().asSlice((long) part * PIECE_ROWS * ROW * Float.BYTES);
        long end = (long) ROWS * (part + 1) / threads;
        for (long row = (long) ROWS * part / threads; row < end; row += PIECE_ROWS) {
            long rows = Math.min(PIECE_ROWS, end - row);
            MemorySegment halves = bare.source().asSlice(row * ROW * Short.BYTES);
            Downcalls.run(() -> {
                decoder.invokeExact(halves, plain, rows * ROW);
            });
            MemorySegment encoded = bare.encoded().asSlice(row * type.bytesFor(ROW));
            bare.ggml().quantizeChunk(type, plain, encoded, rows, ROW, MemorySegment.NULL);
        }
    }

    /** A step that reads and writes files. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** Compresses once. */
    @FunctionalInterface
    private interface Compression {
        void run(MethodContext context) throws IOException;
    }

    private static long timed(Step step) {
        long start = System.nanoTime();
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return System.nanoTime() - start;
    }

    private Path source() throws IOException {
        Path file = folder.resolve("source.gguf");
        if (!Files.exists(file)) {
            TensorSpec tensor = TensorSpec.of(TENSOR, TensorType.F16, ROW, ROWS);
            try (GgufWriter writer = GgufWriter.create(file, metadata, List.of(tensor));
                    Arena arena = Arena.ofConfined()) {
                writer.write(TENSOR, halves(arena));
                writer.commit();
            }
        }
        return file;
    }

    private static MemorySegment halves(Arena arena) {
        SplittableRandom random = new SplittableRandom(1);
        MemorySegment halves = arena.allocate(ValueLayout.JAVA_SHORT, (long) ROWS * ROW);
        for (long i = 0; i < (long) ROWS * ROW; i++) {
            halves.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) random.nextGaussian(0, 0.02)));
        }
        return halves;
    }

    /** A compression whose file is written over in every round. */
    private record Context(Gguf source, TensorCodec codec, Path target, int threads) implements MethodContext {

        @Override
        public GgufWriter create(GgufMetadata metadata, List<TensorSpec> tensors) throws IOException {
            return GgufWriter.create(target, metadata, tensors);
        }

        @Override
        public void report(TensorReport report) {
            // what encoding changed is of no interest here; that it is measured is part of the method's cost
        }

        @Override
        public Progress progress() {
            return Progress.SILENT;
        }

        @Override
        public long seed() {
            return 1;
        }
    }
}
