package org.jackknife.gguf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.jackknife.gguf.testing.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares every byte with ggml_quantize_chunk and dequantize_row_* of llama.cpp b4916. */
class JavaTensorCodecTest {
    private static final int ROW = 96;
    private static final int ROWS = 400;
    private static final long SEED = 20260101;

    private final JavaTensorCodec codec = new JavaTensorCodec();

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void encodesAndDecodesEveryByteAsGgmlDoes(TensorType type) throws Throwable {
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        NativeLibrary library = NativeLibrary.load();
        float[] numbers = type.quantized() ? finiteNumbers() : allKindsOfNumbers();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment expected = nativeEncode(library, arena, type, numbers);
            byte[] actual = new byte[Math.toIntExact(type.bytesFor(numbers.length))];

            codec.encode(type, numbers, ROW, MemorySegment.ofArray(actual), null);
            assertThat(MemorySegment.ofArray(actual).mismatch(expected)).as("first wrong byte of %s", type).isEqualTo(-1);

            float[] decoded = new float[numbers.length];
            codec.decode(type, MemorySegment.ofArray(actual), decoded);
            int[] expectedBits = bits(nativeDecode(library, arena, type, expected, numbers.length));
            assertThat(Arrays.mismatch(bits(decoded), expectedBits)).as("first wrong element of %s", type).isEqualTo(-1);
        }
    }

    @Test
    void supportsExactlyItsSixTypes() {
        assertThat(Arrays.stream(TensorType.values()).filter(codec::supports))
                .containsExactly(
                        TensorType.F32, TensorType.F16, TensorType.Q4_0, TensorType.Q4_1, TensorType.Q8_0, TensorType.BF16);
    }

    @Test
    void refusesWhatItCannotEncode() {
        MemorySegment block = MemorySegment.ofArray(new byte[18]);
        assertThatThrownBy(() -> codec.encode(TensorType.Q6_K, new float[256], 256, block, null))
                .hasMessageContaining("Q6_K");
        assertThatThrownBy(() -> codec.encode(TensorType.Q4_0, new float[31], 32, block, null))
                .hasMessageContaining("31")
                .hasMessageContaining("32");
        assertThatThrownBy(() -> codec.encode(TensorType.Q4_0, new float[32], 16, block, null))
                .hasMessageContaining("rows of 16");
        assertThatThrownBy(() -> codec.encode(TensorType.Q4_0, new float[32], 32, block, new float[32]))
                .hasMessageContaining("importance");
        float[] withNaN = new float[32];
        withNaN[5] = Float.NaN;
        assertThatThrownBy(() -> codec.encode(TensorType.Q4_0, withNaN, 32, block, null))
                .hasMessageContaining("element 5 is NaN");
    }

    @Test
    void refusesHalfBlocksAndShortTargets() {
        assertThatThrownBy(() -> codec.decode(TensorType.Q8_0, MemorySegment.ofArray(new byte[33]), new float[32]))
                .hasMessageContaining("33 bytes");
        assertThatThrownBy(() -> codec.decode(TensorType.Q8_0, MemorySegment.ofArray(new byte[34]), new float[31]))
                .hasMessageContaining("needed are 32");
    }

    @Test
    void workingOnMemoryGivesWhatWorkingOnArraysGives() {
        float[] numbers = finiteNumbers();
        byte[] expected = new byte[Math.toIntExact(TensorType.Q4_1.bytesFor(numbers.length))];
        codec.encode(TensorType.Q4_1, numbers, ROW, MemorySegment.ofArray(expected), null);
        float[] expectedNumbers = new float[numbers.length];
        codec.decode(TensorType.Q4_1, MemorySegment.ofArray(expected), expectedNumbers);
        try (Arena arena = Arena.ofConfined()) {
            // one byte off, so that nothing is aligned
            MemorySegment source = arena.allocate(numbers.length * 4L + 1).asSlice(1);
            source.copyFrom(MemorySegment.ofArray(numbers));
            MemorySegment target = arena.allocate(expected.length);
            codec.encode(TensorType.Q4_1, source, ROW, target, null);
            assertThat(target.mismatch(MemorySegment.ofArray(expected))).isEqualTo(-1);
            codec.decode(TensorType.Q4_1, target, source);
            assertThat(source.mismatch(MemorySegment.ofArray(expectedNumbers))).isEqualTo(-1);
        }
    }

    @Test
    void memoryOfTheWrongSizeIsRefusedAsArraysAre() {
        MemorySegment blocks = MemorySegment.ofArray(new byte[34]);
        MemorySegment short31 = MemorySegment.ofArray(new float[31]);
        assertThatThrownBy(() -> codec.decode(TensorType.Q8_0, blocks, short31)).hasMessageContaining("needed are 32");
        assertThatThrownBy(() -> codec.encode(TensorType.Q8_0, short31, 32, blocks, null))
                .hasMessageContaining("needed are 32");
        assertThatThrownBy(() -> codec.decode(TensorType.Q6_K, blocks, short31)).hasMessageContaining("Q6_K");
    }

    /** Rows of many magnitudes, down to denormal and up to overflowing scales, with zeros, ties and constant blocks. */
    private static float[] finiteNumbers() {
        Random random = new Random(SEED);
        float[] numbers = new float[ROW * ROWS];
        for (int row = 0; row < ROWS; row++) {
            float magnitude = (float) Math.pow(10, random.nextInt(82) - 44);
            for (int i = 0; i < ROW; i++) {
                numbers[row * ROW + i] = switch (row % 4) {
                    case 0 -> (float) random.nextGaussian();
                    case 1 -> (float) (random.nextGaussian() * magnitude);
                    case 2 -> random.nextInt(31) - 15;
                    default -> i % 2 == 0 ? magnitude : -magnitude;
                };
                if (!Float.isFinite(numbers[row * ROW + i])) {
                    numbers[row * ROW + i] = Float.MAX_VALUE;
                }
            }
        }
        Arrays.fill(numbers, 0, ROW, 0);
        Arrays.fill(numbers, ROW, 2 * ROW, -3);
        Arrays.fill(numbers, 2 * ROW, 3 * ROW, -0.0f);
        return numbers;
    }

    /** All exponents and signs, infinities, NaN payloads, and values half way between two F16 or BF16 numbers. */
    private static float[] allKindsOfNumbers() {
        Random random = new Random(SEED);
        float[] numbers = new float[ROW * ROWS];
        for (int i = 0; i < numbers.length; i++) {
            int bits = random.nextInt();
            numbers[i] = Float.intBitsToFloat(switch (i % 4) {
                case 0 -> bits;
                case 1 -> bits & 0xFFFF_8000;
                case 2 -> bits & 0xFFFF_F000;
                default -> Float.floatToRawIntBits((float) random.nextGaussian());
            });
        }
        numbers[0] = Float.POSITIVE_INFINITY;
        numbers[1] = Float.NEGATIVE_INFINITY;
        numbers[2] = Float.intBitsToFloat(0x7FC0_0000);
        numbers[3] = Float.intBitsToFloat(0xFFC1_2345);
        numbers[4] = 65504;
        numbers[5] = 65520;
        numbers[6] = Float.MIN_VALUE;
        return numbers;
    }

    private static MemorySegment nativeEncode(NativeLibrary library, Arena arena, TensorType type, float[] numbers)
            throws Throwable {
        MethodHandle quantize = library.function(
                "ggml_quantize_chunk",
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS));
        MemorySegment source = arena.allocateFrom(JAVA_FLOAT, numbers);
        MemorySegment target = arena.allocate(type.bytesFor(numbers.length), 64);
        long written = (long) quantize.invokeExact(
                type.id(), source, target, 0L, (long) numbers.length / ROW, (long) ROW, MemorySegment.NULL);
        assertThat(written).isEqualTo(target.byteSize());
        return target;
    }

    private static float[] nativeDecode(
            NativeLibrary library, Arena arena, TensorType type, MemorySegment source, int elements) throws Throwable {
        if (type == TensorType.F32) {
            return source.toArray(JAVA_FLOAT);
        }
        String function = switch (type) {
            case F16 -> "ggml_fp16_to_fp32_row";
            case BF16 -> "ggml_bf16_to_fp32_row";
            default -> "dequantize_row_" + type.name().toLowerCase(Locale.ROOT);
        };
        MethodHandle dequantize = library.function(function, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
        MemorySegment target = arena.allocate(JAVA_FLOAT, elements);
        dequantize.invokeExact(source, target, (long) elements);
        return target.toArray(JAVA_FLOAT);
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }
}
