package org.jackknife.llamacpp.internal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jackknife.gguf.TensorType;

/** The functions of {@code ggml.h} that the engine uses: the encoders and decoders, and tensor data. */
final class Ggml extends Downcalls {

    private final StructTable traitsTable;
    private final MethodHandle quantizeChunk;
    private final MethodHandle quantizeInit;
    private final MethodHandle requiresImportance;
    private final MethodHandle typeTraits;
    private final MethodHandle tensorGet;
    private final MethodHandle tensorSet;
    private final MethodHandle bufferIsHost;
    /** Binding a function takes longer than decoding some thousand numbers. */
    private final Map<TensorType, Optional<MethodHandle>> decoders = new ConcurrentHashMap<>();

    Ggml(SymbolLookup lookup, NativeLayout layout) {
        super(lookup);
        traitsTable = layout.structs().traits();
        quantizeChunk = bind("ggml_quantize_chunk", LONG, INT, POINTER, POINTER, LONG, LONG, LONG, POINTER);
        quantizeInit = bindVoid("ggml_quantize_init", INT);
        requiresImportance = bind("ggml_quantize_requires_imatrix", BOOL, INT);
        typeTraits = bind("ggml_get_type_traits", POINTER, INT);
        tensorGet = bindVoid("ggml_backend_tensor_get", POINTER, POINTER, LONG, LONG);
        tensorSet = bindVoid("ggml_backend_tensor_set", POINTER, POINTER, LONG, LONG);
        bufferIsHost = bind("ggml_backend_buffer_is_host", BOOL, POINTER);
    }

    /** Fills the tables that a type's encoder needs; safe to repeat and to call from several threads. */
    void quantizeInit(TensorType type) {
        run(() -> {
            quantizeInit.invokeExact(type.id());
        });
    }

    /** Encodes whole rows and returns the bytes written. {@code importance} may be a null pointer. */
    long quantizeChunk(TensorType type, MemorySegment source, MemorySegment target, long rows, long rowLength,
            MemorySegment importance) {
        return call(() -> (long)
                quantizeChunk.invokeExact(type.id(), source, target, 0L, rows, rowLength, importance));
    }

    boolean requiresImportance(TensorType type) {
        return call(() -> (boolean) requiresImportance.invokeExact(type.id()));
    }

    /** The function that decodes values of a type into F32: {@code void(const void* x, float* y, int64_t k)}. */
    Optional<MethodHandle> decoder(TensorType type) {
        return decoders.computeIfAbsent(type, this::bindDecoder);
    }

    private Optional<MethodHandle> bindDecoder(TensorType type) {
        MemorySegment function = traits(type).get(ValueLayout.ADDRESS, traitsTable.at("to_float"));
        return function.address() == 0
                ? Optional.empty()
                : Optional.of(Linker.nativeLinker()
                        .downcallHandle(function, FunctionDescriptor.ofVoid(POINTER, POINTER, LONG)));
    }

    /** The elements of a block as the library has it. */
    long blockSize(TensorType type) {
        return traits(type).get(LONG, traitsTable.at("blck_size"));
    }

    /** The bytes of a block as the library has it. */
    long blockBytes(TensorType type) {
        return traits(type).get(LONG, traitsTable.at("type_size"));
    }

    private MemorySegment traits(TensorType type) {
        MemorySegment traits = call(() -> (MemorySegment) typeTraits.invokeExact(type.id()));
        return traits.reinterpret(traitsTable.size());
    }

    /** Copies bytes of a tensor, wherever its memory is, into host memory. */
    void tensorGet(MemorySegment tensor, MemorySegment target, long offset) {
        run(() -> {
            tensorGet.invokeExact(tensor, target, offset, target.byteSize());
        });
    }

    /** Copies host memory into a tensor, wherever its memory is. */
    void tensorSet(MemorySegment tensor, MemorySegment source, long offset) {
        run(() -> {
            tensorSet.invokeExact(tensor, source, offset, source.byteSize());
        });
    }

    /** Whether a buffer, which must not be null, lies in memory that this process can read directly. */
    boolean bufferIsHost(MemorySegment buffer) {
        return call(() -> (boolean) bufferIsHost.invokeExact(buffer));
    }
}
