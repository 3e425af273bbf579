package org.jackknife.gguf.internal;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jackknife.gguf.GgufException;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/**
 * Parses the part of a GGUF file before its data, as laid down in ggml's docs/gguf.md, and refuses whatever departs
 * from it. Every length is compared with the bytes left before anything is allocated for it.
 */
final class HeaderReader {
    /** "GGUF" read as a little-endian number. */
    private static final int MAGIC = 0x46554747;

    /** Key length, type and an 8-bit value: no key-value pair is shorter. */
    private static final int MIN_PAIR_BYTES = 8 + 4 + 1;

    /** Name length, number of dimensions, one length, type and offset: no tensor declaration is shorter. */
    private static final int MIN_TENSOR_BYTES = 8 + 4 + 8 + 4 + 8;

    private final Cursor in;

    HeaderReader(Path file, MemorySegment bytes) {
        this.in = new Cursor(file, bytes);
    }

    Header read() throws GgufException {
        int version = readVersion();
        long tensorCount = in.readCount(MIN_TENSOR_BYTES, "tensor count");
        long pairCount = in.readCount(MIN_PAIR_BYTES, "metadata count");
        GgufMetadata metadata = readMetadata(pairCount);
        int alignment = alignment(metadata);
        List<TensorSpec> tensors = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < tensorCount; i++) {
            TensorSpec tensor = readTensor(i);
            if (!names.add(tensor.name())) {
                throw in.fault("tensor '" + tensor.name() + "' is declared twice");
            }
            tensors.add(tensor);
            offsets.add(in.readLong("offset of tensor '" + tensor.name() + "'"));
        }
        return new Header(version, metadata, tensors, offsets, Alignment.up(in.position(), alignment), alignment);
    }

    private int readVersion() throws GgufException {
        int magic = in.readInt("magic number");
        if (magic != MAGIC) {
            throw in.fault("the file starts with 0x%08x, a GGUF file starts with 'GGUF'"
                    .formatted(Integer.reverseBytes(magic)));
        }
        int version = in.readInt("version");
        if ((version & 0xFFFF) == 0) {
            throw in.fault("the file is big-endian; convert it with gguf-py's convert_endian, only little-endian is read");
        }
        if (version != 2 && version != 3) {
            throw in.fault("GGUF version is " + Integer.toUnsignedString(version) + ", versions 2 and 3 are read");
        }
        return version;
    }

    private GgufMetadata readMetadata(long count) throws GgufException {
        Map<String, GgufValue> values = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = in.readString("metadata key " + i);
            if (key.isEmpty()) {
                throw in.fault("metadata key " + i + " is empty");
            }
            GgufType type = readType("type of '" + key + "'");
            GgufValue value = type == GgufType.ARRAY ? readArray(key) : readScalar(type, key);
            if (values.put(key, value) != null) {
                throw in.fault("metadata key '" + key + "' stands twice in the file");
            }
        }
        return GgufMetadata.of(values);
    }

    private GgufType readType(String what) throws GgufException {
        int id = in.readInt(what);
        return GgufType.byId(id)
                .orElseThrow(() -> in.fault(what + " is " + Integer.toUnsignedString(id) + ", allowed are 0 to 12"));
    }

    private GgufValue.Array readArray(String key) throws GgufException {
        GgufType type = readType("element type of '" + key + "'");
        if (type == GgufType.ARRAY) {
            throw in.fault("'" + key + "' is an array of arrays, which llama.cpp does not read");
        }
        int minimumBytes = type == GgufType.STRING ? Long.BYTES : type.bytes();
        int count = (int) in.readCount(minimumBytes, "length of array '" + key + "'");
        List<GgufValue> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(readScalar(type, key));
        }
        return new GgufValue.Array(type, elements);
    }

    private GgufValue readScalar(GgufType type, String key) throws GgufException {
        return switch (type) {
            case UINT8 -> new GgufValue.U8(Byte.toUnsignedInt(in.readByte(key)));
            case INT8 -> new GgufValue.I8(in.readByte(key));
            case UINT16 -> new GgufValue.U16(Short.toUnsignedInt(in.readShort(key)));
            case INT16 -> new GgufValue.I16(in.readShort(key));
            case UINT32 -> new GgufValue.U32(Integer.toUnsignedLong(in.readInt(key)));
            case INT32 -> new GgufValue.I32(in.readInt(key));
            case FLOAT32 -> new GgufValue.F32(Float.intBitsToFloat(in.readInt(key)));
            case BOOL -> readBool(key);
            case STRING -> new GgufValue.Str(in.readString("string of '" + key + "'"));
            case UINT64 -> new GgufValue.U64(in.readLong(key));
            case INT64 -> new GgufValue.I64(in.readLong(key));
            case FLOAT64 -> new GgufValue.F64(Double.longBitsToDouble(in.readLong(key)));
            case ARRAY -> throw in.fault("'" + key + "' holds an array where a single value is expected");
        };
    }

    private GgufValue readBool(String key) throws GgufException {
        byte value = in.readByte(key);
        if (value != 0 && value != 1) {
            throw in.fault("truth value of '" + key + "' is " + Byte.toUnsignedInt(value) + ", allowed are 0 and 1");
        }
        return new GgufValue.Bool(value == 1);
    }

    private TensorSpec readTensor(long index) throws GgufException {
        String name = in.readString("name of tensor " + index);
        int dimensions = in.readInt("dimensions of tensor '" + name + "'");
        if (dimensions < 1 || dimensions > TensorSpec.MAX_DIMENSIONS) {
            throw in.fault("tensor '" + name + "' has " + Integer.toUnsignedString(dimensions)
                    + " dimensions, allowed are 1 to " + TensorSpec.MAX_DIMENSIONS);
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.add(in.readLong("shape of tensor '" + name + "'"));
        }
        int id = in.readInt("type of tensor '" + name + "'");
        TensorType type = TensorType.byId(id)
                .orElseThrow(() -> in.fault("tensor '" + name + "' has type " + Integer.toUnsignedString(id)
                        + ", which ggml b4916 does not define"));
        try {
            return new TensorSpec(name, type, shape);
        } catch (IllegalArgumentException e) {
            throw in.fault(e.getMessage());
        }
    }

    private int alignment(GgufMetadata metadata) throws GgufException {
        try {
            return Alignment.of(metadata);
        } catch (IllegalArgumentException e) {
            throw in.fault(e.getMessage());
        }
    }
}
