package org.jackknife.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NativeTensorCodecTest {

    private static final int ROW = 512;
    /** More than the codec hands to ggml at once. */
    private static final int ROWS = 34;

    /** Three values hold log2(3) bits, however many bits store them. */
    private static final double TERNARY_BITS = Math.log(3) / Math.log(2);

    private final NativeTensorCodec codec = new NativeTensorCodec();

    static Stream<TensorType> encodable() {
        NativeTensorCodec codec = new NativeTensorCodec();
        return Arrays.stream(TensorType.values()).filter(codec::supports);
    }

    private static float[] gaussian() {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[ROW * ROWS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] ones() {
        float[] ones = new float[ROW];
        Arrays.fill(ones, 1);
        return ones;
    }

    private byte[] encode(TensorType type, float[] values) {
        float[] importance = codec.requiresImportance(type) ? ones() : null;
        byte[] bytes = new byte[(int) type.bytesFor(values.length)];
        codec.encode(type, values, ROW, MemorySegment.ofArray(bytes), importance);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("encodable")
    void decodingGivesBackWhatTheBitsCanHold(TensorType type) {
        float[] values = gaussian();
        float[] decoded = new float[values.length];
        codec.decode(type, MemorySegment.ofArray(encode(type, values)), decoded);
        double error = 0;
        double power = 0;
        for (int i = 0; i < values.length; i++) {
            error += Math.pow(values[i] - decoded[i], 2);
            power += values[i] * values[i];
        }
        // rate-distortion: b bits leave at least 2^-2b of the power; block formats stay within a few times that
        double bits = type == TensorType.TQ1_0 || type == TensorType.TQ2_0 ? TERNARY_BITS : type.bitsPerWeight();
        assertThat(error / power).isLessThan(8 * Math.pow(2, -2 * Math.min(10, bits)));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
    void thePlainJavaCodecGivesTheSameBytesAndNumbers(TensorType type) {
        float[] values = gaussian();
        byte[] plain = new byte[(int) type.bytesFor(values.length)];
        JavaTensorCodec reference = new JavaTensorCodec();
        reference.encode(type, values, ROW, MemorySegment.ofArray(plain), null);
        assertThat(encode(type, values)).isEqualTo(plain);
        float[] expected = new float[values.length];
        float[] actual = new float[values.length];
        reference.decode(type, MemorySegment.ofArray(plain), expected);
        codec.decode(type, MemorySegment.ofArray(plain), actual);
        assertThat(actual).isEqualTo(expected);
    }

    /** C can use memory that is aligned as it lies; other memory is copied. Both ways, for every type. */
    @ParameterizedTest
    @MethodSource("encodable")
    void nativeMemoryGivesWhatTheHeapGives(TensorType type) {
        float[] values = gaussian();
        byte[] expected = encode(type, values);
        float[] decoded = new float[values.length];
        codec.decode(type, MemorySegment.ofArray(expected), decoded);
        float[] importance = codec.requiresImportance(type) ? ones() : null;
        for (int offset : new int[] {0, 1, 2, 4}) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment numbers = arena.allocate(values.length * 4L + offset, 64).asSlice(offset);
                MemorySegment blocks = arena.allocate(expected.length + offset, 64).asSlice(offset);
                numbers.copyFrom(MemorySegment.ofArray(values));
                codec.encode(type, numbers.asReadOnly(), ROW, blocks, importance);
                assertThat(blocks.mismatch(MemorySegment.ofArray(expected))).as("%d bytes off", offset).isEqualTo(-1);
                codec.decode(type, blocks.asReadOnly(), numbers);
                assertThat(numbers.mismatch(MemorySegment.ofArray(decoded))).as("%d bytes off", offset).isEqualTo(-1);
            }
        }
    }

    @Test
    void memoryThatMayNotBeWrittenIsRefusedAndNotWritten() {
        float[] row = new float[ROW];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment blocks = arena.allocate(TensorType.Q4_K.bytesFor(ROW)).asReadOnly();
            assertThatThrownBy(() -> codec.encode(TensorType.Q4_K, row, ROW, blocks, null))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("read-only");
            MemorySegment numbers = arena.allocate(ROW * 4L).asReadOnly();
            assertThatThrownBy(() -> codec.decode(TensorType.Q4_K, blocks, numbers))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("read-only");
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsNamedByItsPlaceInTheWhole() {
        float[] values = gaussian();
        values[ROW * ROWS - 3] = Float.NaN;
        byte[] target = new byte[(int) TensorType.Q8_0.bytesFor(values.length)];
        assertThatThrownBy(() -> codec.encode(TensorType.Q8_0, values, ROW, MemorySegment.ofArray(target), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("element %d is NaN, which Q8_0 cannot hold", ROW * ROWS - 3);
    }

    @Test
    void whatWouldEndTheProcessIsRefused() {
        MemorySegment target = MemorySegment.ofArray(new byte[(int) TensorType.IQ2_XXS.bytesFor(ROW)]);
        float[] row = new float[ROW];
        assertThatThrownBy(() -> codec.encode(TensorType.IQ2_XXS, row, ROW, target, null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("importance");
        assertThatThrownBy(() -> codec.encode(TensorType.IQ2_XXS, row, ROW, target, new float[3]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 values");
        assertThat(codec.supports(TensorType.Q8_1)).isFalse();
        assertThatThrownBy(() -> codec.encode(TensorType.Q8_K, row, ROW, target, null))
                .isInstanceOf(IllegalArgumentException.class);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            row[5] = bad;
            assertThatThrownBy(() -> codec.encode(TensorType.Q4_K, row, ROW,
                            MemorySegment.ofArray(new byte[(int) TensorType.Q4_K.bytesFor(ROW)]), null))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("element 5");
        }
    }
}
