package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.EnumSet;
import java.util.Set;
import org.jackknife.gguf.TensorType;

/**
 * ggml's encoders and decoders over pieces that stay in the processor's cache: the copy between Java's heap and native
 * memory then costs little beside the encoding.
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
        requireSupported(type);
        int elements = Math.toIntExact(blocks(type, source) * type.blockSize());
        requireRoom("target", target.length, elements);
        if (type == TensorType.F32) {
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, target, 0, elements);
            return;
        }
        MethodHandle decoder = ggml.decoder(type)
                .orElseThrow(() -> new IllegalStateException("ggml has no decoder for " + type));
        int piece = Math.min(elements, PIECE_ELEMENTS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment encoded = arena.allocate(type.bytesFor(piece), 64);
            MemorySegment decoded = arena.allocate(ValueLayout.JAVA_FLOAT, piece);
            for (int from = 0; from < elements; from += piece) {
                int count = Math.min(piece, elements - from);
                // copied even from native memory: blocks in a file need not be aligned as C expects
                encoded.copyFrom(source.asSlice(type.bytesFor(from), type.bytesFor(count)));
                long length = count;
                Downcalls.run(() -> {
                    decoder.invokeExact(encoded, decoded, length);
                });
                MemorySegment.copy(decoded, ValueLayout.JAVA_FLOAT, 0, target, from, count);
            }
        }
    }

    public void encode(TensorType type, float[] source, int rowLength, MemorySegment target, float[] importance) {
        int elements = checked(type, source, rowLength, target, importance);
        ggml.quantizeInit(type);
        int rowsPerPiece = Math.max(1, PIECE_ELEMENTS / rowLength);
        int piece = Math.min(elements, rowsPerPiece * rowLength);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment plain = arena.allocate(ValueLayout.JAVA_FLOAT, piece);
            MemorySegment encoded = arena.allocate(type.bytesFor(piece), 64);
            MemorySegment weights = importance == null
                    ? MemorySegment.NULL
                    : arena.allocateFrom(ValueLayout.JAVA_FLOAT, importance);
            for (int from = 0; from < elements; from += piece) {
                int count = Math.min(piece, elements - from);
                requireFinite(type, source, from, count);
                MemorySegment.copy(source, from, plain, ValueLayout.JAVA_FLOAT, 0, count);
                long bytes = ggml.quantizeChunk(type, plain, encoded, count / rowLength, rowLength, weights);
                target.asSlice(type.bytesFor(from), bytes).copyFrom(encoded.asSlice(0, bytes));
            }
        }
    }

    private int checked(TensorType type, float[] source, int rowLength, MemorySegment target, float[] importance) {
        requireSupported(type);
        long elements = blocks(type, target) * type.blockSize();
        requireRoom("source", source.length, elements);
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
        return Math.toIntExact(elements);
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

    private static void requireRoom(String what, int actual, long needed) {
        if (actual < needed) {
            throw new IllegalArgumentException(
                    "%s has %d elements, needed are %d".formatted(what, actual, needed));
        }
    }

    /** A full exponent plus one step carries into the sign; without branches, so that it becomes vector instructions. */
    private static void requireFinite(TensorType type, float[] values, int from, int count) {
        int carried = 0;
        for (int i = from; i < from + count; i++) {
            carried |= (Float.floatToRawIntBits(values[i]) & EXPONENT) + EXPONENT_STEP;
        }
        if (carried < 0) {
            int at = from;
            while (Float.isFinite(values[at])) {
                at++;
            }
            throw new IllegalArgumentException(
                    "element %d is %s, which %s cannot hold".formatted(at, values[at], type));
        }
    }
}
