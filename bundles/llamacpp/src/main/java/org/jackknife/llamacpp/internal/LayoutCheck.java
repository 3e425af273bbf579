package org.jackknife.llamacpp.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.engine.EngineException;
import org.jackknife.gguf.TensorType;

/**
 * Decides whether a table of struct layouts fits a loaded library, by asking the library itself.
 *
 * <p>The functions that return default parameters write their struct into memory that was filled with a marker: what
 * they overwrite shows the struct's size, and the known defaults show where the fields lie. A matrix product built
 * without being computed shows the fields of a tensor.
 */
final class LayoutCheck extends Downcalls {

    private static final int ROOM = 512;
    private static final byte MARKER = (byte) 0xA5;

    private final NativeLayout layout;
    private final List<String> faults = new ArrayList<>();

    private LayoutCheck(SymbolLookup lookup, NativeLayout layout) {
        super(lookup);
        this.layout = layout;
    }

    /** Returns what does not fit; empty where the table fits. */
    static List<String> faults(SymbolLookup lookup, NativeLayout layout) {
        LayoutCheck check = new LayoutCheck(lookup, layout);
        try (Arena arena = Arena.ofConfined()) {
            check.modelParameters(arena);
            check.contextParameters(arena);
            check.samplerParameters(arena);
            check.batch(arena);
            check.types();
            if (check.faults.isEmpty()) {
                check.tensors(arena);
            }
        } catch (EngineException e) {
            check.faults.add(e.getMessage());
        }
        return check.faults;
    }

    private void modelParameters(Arena arena) {
        StructTable table = layout.structs().model();
        MemorySegment defaults = returned(table, arena);
        expectInt(table, defaults, "split_mode", 1);
        expect(table, "use_mmap", 1, defaults.get(ValueLayout.JAVA_BYTE, table.at("use_mmap")));
    }

    private void contextParameters(Arena arena) {
        StructTable table = layout.structs().context();
        MemorySegment defaults = returned(table, arena);
        expectInt(table, defaults, "n_ctx", 512);
        expectInt(table, defaults, "n_batch", 2048);
        expectInt(table, defaults, "n_ubatch", 512);
        expectInt(table, defaults, "n_seq_max", 1);
        expectInt(table, defaults, "rope_scaling_type", -1);
        expectInt(table, defaults, "yarn_beta_fast", Float.floatToRawIntBits(32));
        expectInt(table, defaults, "cb_eval", 0);
        expectInt(table, defaults, "type_k", TensorType.F16.id());
        expectInt(table, defaults, "type_v", TensorType.F16.id());
        expect(table, "offload_kqv", 1, defaults.get(ValueLayout.JAVA_BYTE, table.at("offload_kqv")));
        expect(table, "flash_attn", 0, defaults.get(ValueLayout.JAVA_BYTE, table.at("flash_attn")));
        expect(table, "no_perf", 1, defaults.get(ValueLayout.JAVA_BYTE, table.at("no_perf")));
        expectInt(table, defaults, "abort_callback", 0);
    }

    private void samplerParameters(Arena arena) {
        // one flag that travels in a register: no_perf, true by default
        MemoryLayout flag = MemoryLayout.structLayout(ValueLayout.JAVA_BYTE);
        var function = bind("llama_sampler_chain_default_params", flag);
        MemorySegment defaults = call(() -> (MemorySegment) function.invokeExact((SegmentAllocator) arena));
        if (defaults.get(ValueLayout.JAVA_BYTE, 0) != 1) {
            faults.add("llama_sampler_chain_params.no_perf is not 1");
        }
    }

    private void batch(Arena arena) {
        StructTable table = layout.structs().batch();
        var init = bind("llama_batch_init", table.byValue(), INT, INT, INT);
        MemorySegment batch = call(() -> (MemorySegment) init.invokeExact((SegmentAllocator) arena, 4, 0, 1));
        expectInt(table, batch, "n_tokens", 0);
        expect(table, "embd", 0, batch.get(ValueLayout.JAVA_LONG, table.at("embd")));
        for (String field : List.of("token", "pos", "n_seq_id", "seq_id", "logits")) {
            if (batch.get(ValueLayout.JAVA_LONG, table.at(field)) == 0) {
                faults.add(table.name() + "." + field + " is null");
            }
        }
        if (faults.isEmpty()) {
            var free = bindVoid("llama_batch_free", table.byValue());
            run(() -> {
            free.invokeExact(batch);
        });
        }
    }

    private void types() {
        var blockSize = bind("ggml_blck_size", LONG, INT);
        var blockBytes = bind("ggml_type_size", LONG, INT);
        for (TensorType type : TensorType.values()) {
            if (!type.removed()) {
                long size = call(() -> (long) blockSize.invokeExact(type.id()));
                long bytes = call(() -> (long) blockBytes.invokeExact(type.id()));
                if (size != type.blockSize() || bytes != type.blockBytes()) {
                    faults.add("type %s has blocks of %d elements in %d bytes, not %d in %d"
                            .formatted(type, size, bytes, type.blockSize(), type.blockBytes()));
                }
            }
        }
    }

    /** Builds the graph node of a matrix product, without data, and looks for its parts where the table says they are. */
    private void tensors(Arena arena) {
        StructTable table = layout.structs().tensor();
        int room = 1 << 16;
        MemorySegment parameters = arena.allocate(24, 8);
        parameters.set(ValueLayout.JAVA_LONG, 0, room);
        parameters.set(ValueLayout.ADDRESS, 8, arena.allocate(room, 64));
        parameters.set(ValueLayout.JAVA_BOOLEAN, 16, true);
        var init = bind("ggml_init", POINTER, StructTable.opaque(24));
        var newTensor = bind("ggml_new_tensor_2d", POINTER, POINTER, INT, LONG, LONG);
        var setName = bind("ggml_set_name", POINTER, POINTER, POINTER);
        var product = bind("ggml_mul_mat", POINTER, POINTER, POINTER, POINTER);
        var free = bindVoid("ggml_free", POINTER);
        MemorySegment context = call(() -> (MemorySegment) init.invokeExact(parameters));
        int f32 = TensorType.F32.id();
        MemorySegment a = call(() -> (MemorySegment) newTensor.invokeExact(context, f32, 8L, 3L));
        MemorySegment b = call(() -> (MemorySegment) newTensor.invokeExact(context, f32, 8L, 5L));
        MemorySegment name = arena.allocateFrom("jackknife.weight");
        run(() -> {
            MemorySegment same = (MemorySegment) setName.invokeExact(a, name);
        });
        MemorySegment node = call(() -> (MemorySegment) product.invokeExact(context, a, b)).reinterpret(table.size());
        expectInt(table, node, "type", f32);
        expectInt(table, node, "op", layout.ops().mulMat());
        expect(table, "ne[1]", 5, node.get(ValueLayout.JAVA_LONG, table.at("ne") + 8L));
        expect(table, "nb[1]", 12, node.get(ValueLayout.JAVA_LONG, table.at("nb") + 8L));
        expect(table, "src[0]", a.address(), node.get(ValueLayout.JAVA_LONG, table.at("src")));
        expect(table, "src[1]", b.address(), node.get(ValueLayout.JAVA_LONG, table.at("src") + 8L));
        if (!a.reinterpret(table.size()).getString(table.at("name")).equals("jackknife.weight")) {
            faults.add(table.name() + ".name is elsewhere");
        }
        opName(layout.ops().mulMat(), "MUL_MAT");
        opName(layout.ops().mulMatId(), "MUL_MAT_ID");
        placed(table, context, a);
        run(() -> {
            free.invokeExact(context);
        });
    }

    /** Gives the tensors of a context memory of the CPU and looks whether a tensor tells where it is. */
    private void placed(StructTable table, MemorySegment context, MemorySegment tensor) {
        var bufferType = bind("ggml_backend_cpu_buffer_type", POINTER);
        var allocate = bind("ggml_backend_alloc_ctx_tensors_from_buft", POINTER, POINTER, POINTER);
        var base = bind("ggml_backend_buffer_get_base", POINTER, POINTER);
        var free = bindVoid("ggml_backend_buffer_free", POINTER);
        MemorySegment type = call(() -> (MemorySegment) bufferType.invokeExact());
        MemorySegment buffer = call(() -> (MemorySegment) allocate.invokeExact(context, type));
        MemorySegment start = call(() -> (MemorySegment) base.invokeExact(buffer));
        MemorySegment fields = tensor.reinterpret(table.size());
        expect(table, "buffer", buffer.address(), fields.get(ValueLayout.JAVA_LONG, table.at("buffer")));
        expect(table, "data", start.address(), fields.get(ValueLayout.JAVA_LONG, table.at("data")));
        run(() -> {
            free.invokeExact(buffer);
        });
    }

    private void opName(int op, String expected) {
        var opName = bind("ggml_op_name", POINTER, INT);
        String actual = string(call(() -> (MemorySegment) opName.invokeExact(op)));
        if (!actual.equals(expected)) {
            faults.add("operator %d is %s, not %s".formatted(op, actual, expected));
        }
    }

    /** Calls a function that returns a struct of unknown true size, with room for a larger one than expected. */
    private MemorySegment returned(StructTable table, Arena arena) {
        String function = table.name().replace("_params", "_default_params");
        MemorySegment room = arena.allocate(ROOM, 16).fill(MARKER);
        var handle = bind(function, StructTable.opaque(ROOM));
        SegmentAllocator prepared = (bytes, alignment) -> room;
        MemorySegment result = call(() -> (MemorySegment) handle.invokeExact(prepared));
        int size = written(result);
        if (size != table.size()) {
            faults.add("%s has %d bytes, not %d".formatted(table.name(), size, table.size()));
        }
        return result;
    }

    /** The end of what was written, rounded up to the alignment of a struct that holds pointers. */
    private static int written(MemorySegment memory) {
        byte[] bytes = memory.toArray(ValueLayout.JAVA_BYTE);
        int last = bytes.length;
        while (last > 0 && bytes[last - 1] == MARKER) {
            last--;
        }
        return Math.ceilDiv(last, Long.BYTES) * Long.BYTES;
    }

    private void expectInt(StructTable table, MemorySegment memory, String field, int expected) {
        expect(table, field, expected, memory.get(ValueLayout.JAVA_INT, table.at(field)));
    }

    private void expect(StructTable table, String field, long expected, long actual) {
        if (actual != expected) {
            faults.add("%s.%s is %d, not %d".formatted(table.name(), field, actual, expected));
        }
    }
}
