package org.jackknife.gguf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Holds one typed metadata value. Values are immutable, never null, and equal when type and content are equal.
 *
 * <p>Unsigned types are held in the next larger Java type; {@link U64} keeps the bits, to be read as unsigned.
 */
public sealed interface GgufValue {

    /** Returns the type under which the value is stored. */
    GgufType type();

    /** An unsigned byte, 0 to 255. */
    record U8(int value) implements GgufValue {
        public U8 {
            requireRange("uint8", value, 0, 0xFF);
        }

        @Override
        public GgufType type() {
            return GgufType.UINT8;
        }
    }

    /** A signed byte. */
    record I8(byte value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.INT8;
        }
    }

    /** An unsigned 16-bit integer, 0 to 65535. */
    record U16(int value) implements GgufValue {
        public U16 {
            requireRange("uint16", value, 0, 0xFFFF);
        }

        @Override
        public GgufType type() {
            return GgufType.UINT16;
        }
    }

    /** A signed 16-bit integer. */
    record I16(short value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.INT16;
        }
    }

    /** An unsigned 32-bit integer, 0 to 4294967295. */
    record U32(long value) implements GgufValue {
        public U32 {
            requireRange("uint32", value, 0, 0xFFFF_FFFFL);
        }

        @Override
        public GgufType type() {
            return GgufType.UINT32;
        }
    }

    /** A signed 32-bit integer. */
    record I32(int value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.INT32;
        }
    }

    /** A 32-bit floating point number. */
    record F32(float value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.FLOAT32;
        }
    }

    /** A truth value, stored as one byte that is 0 or 1. */
    record Bool(boolean value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.BOOL;
        }
    }

    /** A string, stored as UTF-8. */
    record Str(String value) implements GgufValue {
        public Str {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public GgufType type() {
            return GgufType.STRING;
        }

        /** Returns the bytes as stored. */
        public byte[] utf8() {
            return value.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A sequence of scalars or strings of one type; the format's readers do not know arrays of arrays. */
    record Array(GgufType elementType, List<GgufValue> elements) implements GgufValue {
        public Array {
            if (elementType == GgufType.ARRAY) {
                throw new IllegalArgumentException("arrays of arrays cannot be stored; flatten the array");
            }
            elements = List.copyOf(elements);
            for (GgufValue element : elements) {
                if (element.type() != elementType) {
                    throw new IllegalArgumentException(
                            "array of " + elementType + " holds a value of type " + element.type());
                }
            }
        }

        @Override
        public GgufType type() {
            return GgufType.ARRAY;
        }

        /** Keeps large vocabularies out of messages and logs. */
        @Override
        public String toString() {
            return "Array[" + elements.size() + " x " + elementType + "]";
        }
    }

    /** An unsigned 64-bit integer; the bits are to be read as unsigned. */
    record U64(long value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.UINT64;
        }
    }

    /** A signed 64-bit integer. */
    record I64(long value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.INT64;
        }
    }

    /** A 64-bit floating point number. */
    record F64(double value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.FLOAT64;
        }
    }

    /** Makes a string value. */
    static GgufValue of(String value) {
        return new Str(value);
    }

    /** Makes an unsigned 32-bit value, the format's usual integer. */
    static GgufValue u32(long value) {
        return new U32(value);
    }

    /** Makes a 32-bit floating point value. */
    static GgufValue f32(float value) {
        return new F32(value);
    }

    /** Makes a truth value. */
    static GgufValue bool(boolean value) {
        return new Bool(value);
    }

    /** Makes an array of strings. */
    static GgufValue strings(List<String> values) {
        return new Array(GgufType.STRING, values.stream().map(GgufValue::of).toList());
    }

    /** Makes an array of signed 32-bit integers. */
    static GgufValue i32s(int... values) {
        return new Array(GgufType.INT32, Arrays.stream(values).<GgufValue>mapToObj(I32::new).toList());
    }

    /** Makes an array of 32-bit floating point numbers. */
    static GgufValue f32s(float... values) {
        GgufValue[] elements = new GgufValue[values.length];
        for (int i = 0; i < values.length; i++) {
            elements[i] = new F32(values[i]);
        }
        return new Array(GgufType.FLOAT32, List.of(elements));
    }

    private static void requireRange(String type, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(type + " is " + value + ", allowed are " + low + " to " + high);
        }
    }
}
