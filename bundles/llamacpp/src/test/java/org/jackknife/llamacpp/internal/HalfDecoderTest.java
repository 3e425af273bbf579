package org.jackknife.llamacpp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.Test;

class HalfDecoderTest {

    private static final int HALVES = 1 << 16;

    @Test
    void everyHalfBecomesTheNumberThatGgmlMakesOfIt() {
        MethodHandle ggml = NativeLibrary.of(Optional.empty()).ggml().decoder(TensorType.F16).orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment halves = arena.allocate(ValueLayout.JAVA_SHORT, HALVES);
            for (int i = 0; i < HALVES; i++) {
                halves.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) i);
            }
            MemorySegment expected = arena.allocate(ValueLayout.JAVA_FLOAT, HALVES);
            Downcalls.run(() -> {
                ggml.invokeExact(halves, expected, (long) HALVES);
            });
            MemorySegment actual = arena.allocate(ValueLayout.JAVA_FLOAT, HALVES);
            HalfDecoder.decode(halves, actual);
            // of a NaN all bits as well
            assertThat(actual.toArray(ValueLayout.JAVA_INT)).isEqualTo(expected.toArray(ValueLayout.JAVA_INT));
        }
    }
}
