package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compares every byte with ggml_quantize_chunk of llama.cpp b4916. */
class Q80EncoderTest {

    private static final int BLOCK = 32;
    private static final int BLOCKS = 4099;

    private final Ggml ggml = NativeLibrary.of(Optional.empty()).ggml();
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void numbersOfEveryMagnitudeThatHasAScale() {
        SplittableRandom random = new SplittableRandom(3);
        float[] numbers = new float[BLOCKS * BLOCK];
        for (int i = 0; i < numbers.length; i++) {
            // from just above 127 times the smallest number with a finite inverse to the largest numbers of all
            double magnitude = Math.pow(10, -36 + 74.0 * (i / BLOCK) / BLOCKS);
            numbers[i] = (float) Math.clamp(random.nextGaussian() * magnitude, -Float.MAX_VALUE, Float.MAX_VALUE);
        }
        assertSameBytes(numbers);
    }

    @Test
    void numbersHalfWayBetweenTwoBytesAndNextToIt() {
        float[] numbers = new float[BLOCKS * BLOCK];
        for (int i = 0; i < numbers.length; i++) {
            // the largest is 127 times a power of two, so that x / d is exact
            float power = Math.scalb(1f, i / BLOCK % 60 - 30);
            float half = i % 254 - 127 + 0.5f;
            float moved = switch (i / 254 % 3) {
                case 0 -> half;
                case 1 -> Math.nextUp(half);
                default -> Math.nextDown(half);
            };
            numbers[i] = (i % BLOCK == 0 ? 127 : moved) * power;
        }
        assertSameBytes(numbers);
    }

    @Test
    void zerosOfBothSignsAndConstantBlocks() {
        float[] numbers = new float[4 * BLOCK];
        Arrays.fill(numbers, BLOCK, 2 * BLOCK, -0.0f);
        Arrays.fill(numbers, 2 * BLOCK, 3 * BLOCK, -3);
        Arrays.fill(numbers, 3 * BLOCK, 4 * BLOCK, Float.MAX_VALUE);
        assertSameBytes(numbers);
    }

    @Test
    void aScaleWithoutFiniteInverseIsLeftToGgml() {
        float[] numbers = new float[2 * BLOCK];
        Arrays.fill(numbers, 1);
        numbers[BLOCK] = Float.MIN_NORMAL;
        Arrays.fill(numbers, BLOCK + 1, 2 * BLOCK, Float.MIN_VALUE);
        MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_FLOAT, numbers);
        MemorySegment target = arena.allocate(TensorType.Q8_0.bytesFor(numbers.length));
        assertThat(new Q80Encoder().encode(source, target, numbers.length)).isFalse();
    }

    private void assertSameBytes(float[] numbers) {
        MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_FLOAT, numbers);
        long size = TensorType.Q8_0.bytesFor(numbers.length);
        MemorySegment expected = arena.allocate(size);
        ggml.quantizeChunk(TensorType.Q8_0, source, expected, numbers.length / BLOCK, BLOCK, MemorySegment.NULL);
        MemorySegment actual = arena.allocate(size);
        assertThat(new Q80Encoder().encode(source, actual, numbers.length)).isTrue();
        assertThat(actual.mismatch(expected)).as("the first wrong byte").isEqualTo(-1);
    }
}
