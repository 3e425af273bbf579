package org.jackknife.compression.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.Stream;
import org.jackknife.api.method.MethodException;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.PackedMatrix;
import org.jackknife.compression.RoundToNearest;
import org.jackknife.compression.RowWorkers;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms that promise to keep zeros do, whatever the scales, and those that cannot refuse. */
class ZeroTypesTest {

    private static final int ROWS = 40;
    private static final int COLUMNS = 512;

    private final TensorCodec ggml = new NativeTensorCodec();

    static Stream<StoredForm> forms() {
        Stream<StoredForm> uniform = Stream.of(2, 3, 4, 5, 8).map(bits -> new UniformScheme(bits, true, 64, false));
        Stream<StoredForm> asymmetric = Stream.of(2, 3, 4, 5).map(bits -> new UniformScheme(bits, false, 64, false));
        Stream<StoredForm> encoded = GridFormats.encodedTypes().stream().map(EncodedForm::new);
        return Stream.of(uniform, asymmetric, encoded).flatMap(forms -> forms);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void zerosStayZeroOrAreRefused(StoredForm form) {
        TensorSpec tensor = TensorSpec.of("blk.0.attn_q.weight", TensorType.F16, COLUMNS, ROWS);
        float[] weights = halfZeros();
        if (form.type() == TensorType.IQ4_NL) {
            // its codebook has no level 0
            assertThat(zerosLost(form.format(ggml, false), weights)).isPositive();
            assertThatThrownBy(() -> form.typeFor(tensor, true))
                    .isInstanceOf(MethodException.class)
                    .hasMessageContaining("IQ4_NL has no exact zero");
        } else {
            assertThat(zerosLost(form.format(ggml, true), weights)).isZero();
            assertThat(form.typeFor(tensor, true)).isEqualTo(form.type());
        }
        assertThat(form.typeFor(tensor, false)).isEqualTo(form.type());
    }

    /** Rows of unlike scale, half of whose weights are zero, as a pruned matrix has them. */
    private static float[] halfZeros() {
        Random random = new Random(5);
        float[] weights = new float[ROWS * COLUMNS];
        for (int i = 0; i < weights.length; i++) {
            float scale = (float) Math.exp(random.nextInt(4) - i / COLUMNS % 7);
            weights[i] = random.nextBoolean() ? 0 : scale * (float) random.nextGaussian();
        }
        return weights;
    }

    private long zerosLost(GridFormat format, float[] weights) {
        float[] decoded = new float[weights.length];
        try (Arena arena = Arena.ofShared();
                RowWorkers workers = new RowWorkers(1)) {
            MemorySegment stored = arena.allocate(format.type().bytesFor(weights.length));
            Matrix matrix = new Matrix("w", 0, ROWS, COLUMNS, weights.clone());
            RoundToNearest.quantise(matrix, null, new PackedMatrix(format, COLUMNS, stored), workers);
            ggml.decode(format.type(), stored, decoded);
        }
        long lost = 0;
        for (int i = 0; i < weights.length; i++) {
            lost += weights[i] == 0 && decoded[i] != 0 ? 1 : 0;
        }
        return lost;
    }
}
