package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.EnumSet;
import java.util.Set;
import org.jackknife.gguf.TensorType;

/**
 * ggml's encoders and decoders over pieces that stay in the processor's cache: the check for NaN, and copies where C
 * cannot use memory as it lies, then cost little beside the encoding.
 */
public final class NativeCodec {

    private static final int PIECE_ELEMENTS = 1 << 14;

    /** What {@code ggml_quantize_chunk} ends the process for: partners of a product, integers, doubles. */
    private static final Set<TensorType> NOT_ENCODED = EnumSet.of(
            TensorType.Q8_1, TensorType.Q8_K, TensorType.I8, TensorType.I16, TensorType.I32, TensorType.I64,
            TensorType.F64);

    /** All bits of a float's exponent, which infinite numbers and NaN alone have set; and the lowest of them. */
    private static final int EXPONENT = 0x7f80_0000;
    private static final int EXPONENT_STEP = 0x0080_0000;

    private final Ggml ggml;

    public NativeCodec(NativeLibrary library) {
        ggml = library.ggml();
    }

    public boolean supports(TensorType type) {
        return !type.removed() && !NOT_ENCODED.contains(type);
    }

    public boolean requiresImportance(TensorType type) {
        requireSupported(type);
        return ggml.requiresImportance(type);
    }

    public void decode(TensorType type, MemorySegment source, float[] target) {
        decode(type, source, MemorySegment.ofArray(target));
    }

    public void decode(TensorType type, MemorySegment source, MemorySegment target) {
        requireSupported(type);
        long elements = blocks(type, source) * type.blockSize();
        requireRoom("target", target.byteSize() / Float.BYTES, elements);
        requireWritable(target);
        switch (type) {
            case F32 -> target.copyFrom(source);
            case F16 -> HalfDecoder.decode(source, target);
            default -> decodeBlocks(type, source, target, elements);
        }
    }

    private void decodeBlocks(TensorType type, MemorySegment source, MemorySegment target, long elements) {
        MethodHandle decoder = ggml.decoder(type)
                .orElseThrow(() -> new IllegalStateException("ggml has no decoder for " + type));
        int piece = (int) Math.min(elements, PIECE_ELEMENTS);
        try (Arena arena = Arena.ofConfined()) {
            NativePieces encoded = new NativePieces(type, source, piece, arena);
            NativePieces decoded = new NativePieces(TensorType.F32, target, piece, arena);
            for (long from = 0; from < elements; from += piece) {
                int count = (int) Math.min(piece, elements - from);
                MemorySegment blocks = encoded.read(from, count);
                MemorySegment numbers = decoded.room(from, count);
                long length = count;
                Downcalls.run(() -> {
                    decoder.invokeExact(blocks, numbers, length);
                });
                decoded.written(from, count);
            }
        }
    }

    public void encode(TensorType type, float[] source, int rowLength, MemorySegment target, float[] importance) {
        encode(type, MemorySegment.ofArray(source), rowLength, target, importance);
    }

    public void encode(TensorType type, MemorySegment source, int rowLength, MemorySegment target, float[] importance) {
        long elements = checked(type, source, rowLength, target, importance);
        ggml.quantizeInit(type);
        int rowsPerPiece = Math.max(1, PIECE_ELEMENTS / rowLength);
        int piece = (int) Math.min(elements, (long) rowsPerPiece * rowLength);
        try (Arena arena = Arena.ofConfined()) {
            NativePieces plain = new NativePieces(TensorType.F32, source, piece, arena);
            NativePieces encoded = new NativePieces(type, target, piece, arena);
            MemorySegment weights = importance == null
                    ? MemorySegment.NULL
                    : arena.allocateFrom(ValueLayout.JAVA_FLOAT, importance);
            Encoder encoder = encoder(type, rowLength, weights);
            for (long from = 0; from < elements; from += piece) {
                int count = (int) Math.min(piece, elements - from);
                MemorySegment numbers = plain.read(from, count);
                requireFinite(type, numbers, from, count);
                encoder.encode(numbers, encoded.room(from, count), count);
                encoded.written(from, count);
            }
        }
    }

    /** Encodes whole rows of finite numbers. */
    @FunctionalInterface
    private interface Encoder {
        void encode(MemorySegment numbers, MemorySegment encoded, int count);
    }

    private Encoder encoder(TensorType type, int rowLength, MemorySegment importance) {
        Encoder slow = (numbers, encoded, count) ->
                ggml.quantizeChunk(type, numbers, encoded, count / rowLength, rowLength, importance);
        if (type != TensorType.Q8_0) {
            return slow;
        }
        Q80Encoder fast = new Q80Encoder();
        return (numbers, encoded, count) -> {
            if (!fast.encode(numbers, encoded, count)) {
                slow.encode(numbers, encoded, count);
            }
        };
    }

    private long checked(TensorType type, MemorySegment source, int rowLength, MemorySegment target, float[] importance) {
        requireSupported(type);
        long elements = blocks(type, target) * type.blockSize();
        requireRoom("source", source.byteSize() / Float.BYTES, elements);
        requireWritable(target);
        if (rowLength <= 0 || rowLength % type.blockSize() != 0 || elements % rowLength != 0) {
            throw new IllegalArgumentException("rows of %d elements do not fill a target of %d elements in blocks of %d"
                    .formatted(rowLength, elements, type.blockSize()));
        }
        if (importance == null && ggml.requiresImportance(type)) {
            throw new IllegalArgumentException(type + " cannot be encoded without an importance");
        }
        if (importance != null && importance.length != rowLength) {
            throw new IllegalArgumentException("the importance has %d values for rows of %d elements"
                    .formatted(importance.length, rowLength));
        }
        return elements;
    }

    private void requireSupported(TensorType type) {
        if (!supports(type)) {
            throw new IllegalArgumentException("ggml does not encode " + type);
        }
    }

    private static long blocks(TensorType type, MemorySegment bytes) {
        if (bytes.byteSize() % type.blockBytes() != 0) {
            throw new IllegalArgumentException("%d bytes are no whole number of %s blocks of %d bytes"
                    .formatted(bytes.byteSize(), type, type.blockBytes()));
        }
        return bytes.byteSize() / type.blockBytes();
    }

    private static void requireRoom(String what, long actual, long needed) {
        if (actual < needed) {
            throw new IllegalArgumentException(
                    "%s has %d elements, needed are %d".formatted(what, actual, needed));
        }
    }

    /** C would not ask, and the process would end. */
    private static void requireWritable(MemorySegment target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("the target of %d bytes is read-only".formatted(target.byteSize()));
        }
    }

    /** A full exponent plus one step carries into the sign; without branches, so that it becomes vector instructions. */
    private static void requireFinite(TensorType type, MemorySegment numbers, long from, int count) {
        int carried = 0;
        for (int i = 0; i < count; i++) {
            carried |= (numbers.get(ValueLayout.JAVA_INT, (long) i * Integer.BYTES) & EXPONENT) + EXPONENT_STEP;
        }
        if (carried < 0) {
            int at = 0;
            while (Float.isFinite(numbers.getAtIndex(ValueLayout.JAVA_FLOAT, at))) {
                at++;
            }
            throw new IllegalArgumentException("element %d is %s, which %s cannot hold"
                    .formatted(from + at, numbers.getAtIndex(ValueLayout.JAVA_FLOAT, at), type));
        }
    }
}
