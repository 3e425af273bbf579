package org.jackknife.gguf.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.TensorSpec;

/** Lays out everything before the data of a GGUF file of version 3. */
public final class HeaderWriter {
    private static final int VERSION = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GgufMetadata metadata;
    private final List<TensorSpec> tensors;
    private final int alignment;

    /** Checks that the tensors have different names and that the alignment is valid. */
    public HeaderWriter(GgufMetadata metadata, List<TensorSpec> tensors) {
        this.metadata = metadata;
        this.tensors = List.copyOf(tensors);
        this.alignment = Alignment.of(metadata);
        Set<String> names = new HashSet<>();
        for (TensorSpec tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("tensor '" + tensor.name() + "' is declared twice");
            }
        }
    }

    /** Returns the tensors in file order. */
    public List<TensorSpec> tensors() {
        return tensors;
    }

    /** Returns the alignment of the tensors in bytes. */
    public int alignment() {
        return alignment;
    }

    /** Returns the header, padded so that the data section follows at once. */
    public byte[] bytes() {
        out.reset();
        out.writeBytes(new byte[] {'G', 'G', 'U', 'F'});
        writeInt(VERSION);
        writeLong(tensors.size());
        writeLong(metadata.values().size());
        metadata.values().forEach((key, value) -> {
            writeString(new GgufValue.Str(key));
            writeInt(value.type().id());
            writeValue(value);
        });
        writeTensors();
        out.writeBytes(new byte[(int) (Alignment.up(out.size(), alignment) - out.size())]);
        return out.toByteArray();
    }

    private void writeTensors() {
        long offset = 0;
        for (TensorSpec tensor : tensors) {
            writeString(new GgufValue.Str(tensor.name()));
            writeInt(tensor.shape().size());
            tensor.shape().forEach(this::writeLong);
            writeInt(tensor.type().id());
            writeLong(offset);
            offset = Alignment.up(offset + tensor.byteSize(), alignment);
        }
    }

    private void writeValue(GgufValue value) {
        switch (value) {
            case GgufValue.U8 v -> out.write(v.value());
            case GgufValue.I8 v -> out.write(v.value());
            case GgufValue.U16 v -> writeShort(v.value());
            case GgufValue.I16 v -> writeShort(v.value());
            case GgufValue.U32 v -> writeInt((int) v.value());
            case GgufValue.I32 v -> writeInt(v.value());
            case GgufValue.F32 v -> writeInt(Float.floatToRawIntBits(v.value()));
            case GgufValue.Bool v -> out.write(v.value() ? 1 : 0);
            case GgufValue.Str v -> writeString(v);
            case GgufValue.U64 v -> writeLong(v.value());
            case GgufValue.I64 v -> writeLong(v.value());
            case GgufValue.F64 v -> writeLong(Double.doubleToRawLongBits(v.value()));
            case GgufValue.Array v -> writeArray(v);
        }
    }

    private void writeArray(GgufValue.Array array) {
        GgufType type = array.elementType();
        writeInt(type.id());
        writeLong(array.elements().size());
        array.elements().forEach(this::writeValue);
    }

    private void writeString(GgufValue.Str string) {
        byte[] utf8 = string.utf8();
        writeLong(utf8.length);
        out.writeBytes(utf8);
    }

    private void writeShort(int value) {
        out.writeBytes(new byte[] {(byte) value, (byte) (value >> 8)});
    }

    private void writeInt(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private void writeLong(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }
}
