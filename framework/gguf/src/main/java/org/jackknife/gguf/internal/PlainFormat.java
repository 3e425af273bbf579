package org.jackknife.gguf.internal;

import java.lang.foreign.MemorySegment;

/** The floating point types, one element per block. */
enum PlainFormat implements BlockFormat {
    F32 {
        @Override
        public void decode(MemorySegment source, long from, float[] target, int to) {
            target[to] = source.get(FLOAT, from);
        }

        @Override
        public void encode(float[] source, int from, MemorySegment target, long to) {
            target.set(FLOAT, to, source[from]);
        }
    },

    /** IEEE 754 binary16, rounded to the nearest, ties to even; of a NaN, as in ggml, only the sign is kept. */
    F16 {
        private static final int NAN = 0x7E00;

        @Override
        public void decode(MemorySegment source, long from, float[] target, int to) {
            target[to] = Float.float16ToFloat(source.get(SHORT, from));
        }

        @Override
        public void encode(float[] source, int from, MemorySegment target, long to) {
            float value = source[from];
            int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
            target.set(SHORT, to, Float.isNaN(value) ? (short) (sign | NAN) : Float.floatToFloat16(value));
        }
    },

    /** The upper half of an F32, rounded to the nearest, ties to even; a NaN keeps its sign and becomes quiet. */
    BF16 {
        private static final int QUIET = 0x40;

        @Override
        public void decode(MemorySegment source, long from, float[] target, int to) {
            target[to] = Float.intBitsToFloat(source.get(SHORT, from) << 16);
        }

        @Override
        public void encode(float[] source, int from, MemorySegment target, long to) {
            int bits = Float.floatToRawIntBits(source[from]);
            int upper = bits >>> 16;
            int rounded = Float.isNaN(source[from]) ? upper | QUIET : (bits + 0x7FFF + (upper & 1)) >>> 16;
            target.set(SHORT, to, (short) rounded);
        }
    }
}
